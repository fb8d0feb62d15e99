package org.dengbej.prep.source;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of a source's rows. A name that stands in several rows is several recordings' only where their texts differ; they are told
 * apart by number. A row that says the same again has the name of the first, and is rejected as its duplicate.
 */
final class RowNames {

    private record Row(String name, String text) {}

    private final Map<String, String> firstTexts = new HashMap<>();
    private final Map<Row, String> later = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** The name of the next row. {@code name}: as it stands there. */
    String next(String name, String text) {
        String first = firstTexts.putIfAbsent(name, text);
        if (name.isEmpty() || first == null || first.equals(text)) {
            return name;
        }
        return later.computeIfAbsent(
                new Row(name, text), row -> name + "#" + (1 + counts.merge(name, 1, Integer::sum)));
    }
}
