package org.dengbej.prep.report;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Counts of the letters in the texts of a source, those that the voice has no form of apart. */
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

    /**
     * All counts, each in the order in which its character was first met.
     *
     * @param characters by code point, in lower case
     * @param dropped    characters that the voice has no form of, as they are written
     */
    record Counts(Map<Integer, Long> characters, Map<String, Long> dropped) {}

    private static final Comparator<Count> MOST_FIRST =
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::character);

    private final Map<Integer, Long> counts = new LinkedHashMap<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();

    /** Counts a text in lower case, blanks left out. {@code notSpoken}: characters of it that the voice has no form of. */
    void add(String text, Map<String, Integer> notSpoken) {
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(character -> !Character.isWhitespace(character))
                .forEach(character -> add(counts, character, 1));
        notSpoken.forEach((character, times) -> add(dropped, character, times));
    }

    /** Adds the counts of later texts. */
    void add(Counts later) {
        later.characters.forEach((character, times) -> add(counts, character, times));
        later.dropped.forEach((character, times) -> add(dropped, character, times));
    }

    private static <T> void add(Map<T, Long> counts, T character, long times) {
        if (counts.containsKey(character) || counts.size() < MAX_DISTINCT) {
            counts.merge(character, times, Long::sum);
        }
    }

    Counts counts() {
        return new Counts(Collections.unmodifiableMap(counts), Collections.unmodifiableMap(dropped));
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
        return Stream.concat(spoken.stream(), notSpoken.stream()).toList();
    }

    private boolean isDropped(String character) {
        return dropped.containsKey(character) || dropped.containsKey(character.toUpperCase(Locale.ROOT));
    }
}
