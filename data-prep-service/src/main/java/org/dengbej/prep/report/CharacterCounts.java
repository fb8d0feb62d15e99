package org.dengbej.prep.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each letter stands in the texts of a source, and which of them the voice has no form of. */
final class CharacterCounts {

    /** As many as scripts with many letters have; further ones are not told apart. */
    private static final int MAX_DISTINCT = 2000;

    /**
     * A character.
     *
     * @param count   times that it stands in the texts
     * @param dropped whether the voice has no form of it
     */
    record Count(String character, long count, boolean dropped) {}

    private final Map<Integer, Long> counts = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();

    /** Counts a text in lower case, blanks left out. {@code notSpoken}: characters of it that the voice has no form of. */
    void add(String text, Map<String, Integer> notSpoken) {
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(character -> !Character.isWhitespace(character))
                .filter(character -> counts.containsKey(character) || counts.size() < MAX_DISTINCT)
                .forEach(character -> counts.merge(character, 1L, Long::sum));
        notSpoken.forEach((character, times) -> {
            if (dropped.containsKey(character) || dropped.size() < MAX_DISTINCT) {
                dropped.merge(character, (long) times, Long::sum);
            }
        });
    }

    /** The most frequent first; those that are dropped all the same. */
    List<Count> mostFirst(int max) {
        List<Count> spoken = counts.entrySet().stream()
                .map(entry -> new Count(Character.toString(entry.getKey()), entry.getValue(), false))
                .filter(count -> !isDropped(count.character))
                .sorted(MOST_FIRST)
                .limit(max)
                .toList();
        List<Count> notSpoken = dropped.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue(), true))
                .sorted(MOST_FIRST)
                .limit(max)
                .toList();
        return java.util.stream.Stream.concat(spoken.stream(), notSpoken.stream())
                .toList();
    }

    private static final Comparator<Count> MOST_FIRST =
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::character);

    private boolean isDropped(String character) {
        return dropped.containsKey(character) || dropped.containsKey(character.toUpperCase(Locale.ROOT));
    }
}
