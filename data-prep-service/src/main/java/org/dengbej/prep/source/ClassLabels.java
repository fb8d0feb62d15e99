package org.dengbej.prep.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of classes that Hugging Face's {@code datasets} writes as numbers ({@code ClassLabel}, e.g. of genders); they stand in the
 * metadata of the Parquet file, under {@code huggingface}.
 */
final class ClassLabels {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY =
            "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'huggingface'";

    private final Map<String, List<String>> names;

    private ClassLabels(Map<String, List<String>> names) {
        this.names = names;
    }

    /** Of a file; none where it has no such metadata. */
    static ClassLabels read(Connection connection, Path file) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, file.toString());
            try (ResultSet rows = statement.executeQuery()) {
                return new ClassLabels(rows.next() ? parse(rows.getString(1)) : Map.of());
            }
        }
    }

    private static Map<String, List<String>> parse(String metadata) {
        Map<String, List<String>> found = new HashMap<>();
        try {
            for (Map.Entry<String, JsonNode> feature :
                    JSON.readTree(metadata).at("/info/features").properties()) {
                JsonNode classes = feature.getValue().path("names");
                if (classes.isArray()) {
                    List<String> labels = new ArrayList<>();
                    classes.forEach(label -> labels.add(label.asText()));
                    found.put(feature.getKey(), labels);
                }
            }
        } catch (JsonProcessingException e) {
            return Map.of(); // a note of another tool's, without which the numbers stay numbers
        }
        return found;
    }

    /** The name of a class; the cell itself where its column holds no classes, or it is none of them. */
    String name(String column, String cell) {
        List<String> labels = names.getOrDefault(column, List.of());
        return cell != null && cell.matches("[0-9]{1,6}") && Integer.parseInt(cell) < labels.size()
                ? labels.get(Integer.parseInt(cell))
                : cell;
    }
}
