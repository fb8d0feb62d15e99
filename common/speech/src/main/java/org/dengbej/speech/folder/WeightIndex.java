package org.dengbej.speech.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The index of sharded weights ({@code model.safetensors.index.json}, {@code pytorch_model.bin.index.json}): which file of the folder
 * holds which tensor.
 *
 * @param shards file name by the tensor's name
 */
public record WeightIndex(Map<String, String> shards) {

    private static final String WEIGHT_MAP = "weight_map";

    /** A file of this folder: whoever wrote the index names no other. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}");

    private static final ObjectMapper JSON = new ObjectMapper();

    public WeightIndex {
        shards = Collections.unmodifiableMap(new LinkedHashMap<>(shards));
    }

    /**
     * Reads an index.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static WeightIndex read(Path file) {
        JsonNode map;
        try {
            map = JSON.readTree(Files.readAllBytes(file)).path(WEIGHT_MAP);
        } catch (IOException e) {
            throw new IllegalArgumentException("[%s] %s".formatted(file, JsonFault.of(e)), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new IllegalArgumentException("[%s] expected an object %s of tensors and their files, found %s"
                    .formatted(file, WEIGHT_MAP, map.getNodeType()));
        }
        Map<String, String> shards = new LinkedHashMap<>();
        map.properties().forEach(entry -> {
            String shard = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !FILE_NAME.matcher(shard).matches()) {
                throw new IllegalArgumentException("[%s] tensor '%s' must lie in a file of the same folder, found %s"
                        .formatted(file, entry.getKey(), entry.getValue()));
            }
            shards.put(entry.getKey(), shard);
        });
        return new WeightIndex(shards);
    }

    /** The names of all files, in their order. */
    public SortedSet<String> files() {
        return new TreeSet<>(shards.values());
    }
}
