package org.dengbej.prep.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of text: cells separated by vertical bars, tabs, commas or semicolons, or JSON.
 *
 * @param file     where it was read
 * @param rows     blank lines left out; the first may be a header
 * @param lines    of the rows, as an editor shows them, from 1 on
 * @param named    whether the first row surely is one, as JSON names its fields
 * @param notation for people, e.g. {@code separated by '|', in windows-1254}
 */
record Table(Path file, List<List<String>> rows, List<Integer> lines, boolean named, String notation) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLE_LINES = 200;
    private static final String PATH = "path";

    Table {
        rows = List.copyOf(rows);
        lines = List.copyOf(lines);
    }

    /** @throws UnusableSourceException when it cannot be read, naming the line */
    static Table read(Path file) {
        DecodedText decoded = DecodedText.read(file);
        if (Source.hasExtension(file, "jsonl", "json", "ndjson")) {
            return json(file, decoded);
        }
        List<String> lines = decoded.lines();
        List<Integer> numbers = IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> i + 1)
                .toList();
        List<String> filled =
                numbers.stream().map(number -> lines.get(number - 1)).toList();
        char separator = separator(file, filled);
        String name = separator == '\t' ? "tabs" : "'" + separator + "'";
        String notation = "separated by %s%s".formatted(name, decoded.note());
        if (separator == ',' || separator == ';' || isQuoted(filled, separator)) {
            return quoted(file, decoded.text(), separator, notation);
        }
        List<List<String>> rows = numbers.stream()
                .map(number -> Arrays.asList(lines.get(number - 1).split(separator == '|' ? "\\|" : "\t", -1)))
                .toList();
        return new Table(file, rows, numbers, false, notation);
    }

    /** Vertical bars and tabs before commas, which stand in sentences as well; some rows may be cut short. */
    private static char separator(Path file, List<String> lines) {
        List<String> sample = lines.subList(0, Math.min(SAMPLE_LINES, lines.size()));
        if (Source.hasExtension(file, "tsv")) {
            return '\t';
        }
        for (char separator : new char[] {'|', '\t'}) {
            long with =
                    sample.stream().filter(line -> line.indexOf(separator) >= 0).count();
            if (with * 2 > sample.size()) {
                return separator;
            }
        }
        String first = sample.isEmpty() ? "" : sample.get(0);
        return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
    }

    /** True when a writer has put every cell into quotes: no name of a recording has them. The header may be without. */
    private static boolean isQuoted(List<String> lines, char separator) {
        List<String> sample = lines.subList(lines.size() > 1 ? 1 : 0, Math.min(SAMPLE_LINES, lines.size()));
        return !sample.isEmpty()
                && sample.stream().allMatch(line -> line.startsWith("\"") && line.indexOf("\"" + separator) > 0);
    }

    /** RFC 4180: quotes hold separators, quotes and line breaks. */
    private static Table quoted(Path file, String text, char separator, String notation) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .get();
        List<List<String>> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        LineCounter counter = new LineCounter(text);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord record : parser) {
                rows.add(record.toList());
                lines.add(counter.line((int) record.getCharacterPosition()));
            }
            return new Table(file, rows, lines, false, notation);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new UnusableSourceException(
                    "[%s] row %d is no row of separated values in quotes (RFC 4180): %s; a quote inside a quoted cell is written twice"
                            .formatted(file, rows.size() + 1, e.getMessage()),
                    e);
        }
    }

    /** The lines at which records begin, asked for in their order. */
    private static final class LineCounter {

        private final String text;
        private int position;
        private int line = 1;

        LineCounter(String text) {
            this.text = text;
        }

        /** {@code from}: where the record begins, or a blank line before it. */
        int line(int from) {
            int begin = from;
            while (begin < text.length() && (text.charAt(begin) == '\n' || text.charAt(begin) == '\r')) {
                begin++;
            }
            for (; position < begin; position++) {
                char character = text.charAt(position);
                boolean beforeNewline = position + 1 < text.length() && text.charAt(position + 1) == '\n';
                if (character == '\n' || character == '\r' && !beforeNewline) {
                    line++;
                }
            }
            return line;
        }
    }

    /** JSON lines, or one list of objects, as JSON files without lines hold them. */
    private static Table json(Path file, DecodedText decoded) {
        List<Map<String, String>> objects = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        List<Integer> lines = new ArrayList<>(List.of(1)); // the names stand in every line
        try (JsonParser parser = JSON.createParser(decoded.text())) {
            JsonToken token = parser.nextToken();
            boolean list = token == JsonToken.START_ARRAY;
            for (token = list ? parser.nextToken() : token;
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                JsonNode node = JSON.readTree(parser);
                if (!node.isObject()) {
                    throw new UnusableSourceException(
                            "[%s:%d] expected a JSON object in each line, or a list of them, found %s"
                                    .formatted(file, line, node.getNodeType()));
                }
                Map<String, String> object = new LinkedHashMap<>();
                flatten("", node, object);
                names.addAll(object.keySet());
                objects.add(object);
                lines.add(line);
            }
        } catch (JsonProcessingException e) {
            throw new UnusableSourceException(
                    "[%s:%d] expected a JSON object in each line, or a list of them, found: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(names));
        objects.forEach(object -> rows.add(
                names.stream().map(name -> object.getOrDefault(name, "")).toList()));
        return new Table(file, rows, lines, true, "of JSON" + decoded.note());
    }

    /** An object in an object is its {@code path}, as {@code datasets} writes a recording; its other fields are named after both. */
    private static void flatten(String prefix, JsonNode object, Map<String, String> into) {
        object.properties().forEach(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                if (value.path(PATH).isTextual()) {
                    into.put(name, value.path(PATH).asText());
                }
                flatten(name + ".", value, into);
            } else {
                into.put(name, value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString());
            }
        });
    }
}
