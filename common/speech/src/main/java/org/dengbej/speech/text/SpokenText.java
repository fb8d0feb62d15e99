package org.dengbej.speech.text;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A text in the characters of a voice.
 *
 * @param text    all of it is in the vocabulary; may be empty
 * @param dropped characters that carry sound or meaning (letters, marks, digits, symbols) and that the voice has no form of, with how
 *                often each was there; punctuation and invisible characters are silent and not counted
 */
public record SpokenText(String text, SortedMap<String, Integer> dropped) {

    public SpokenText {
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    /** For people, e.g. {@code 2 ×14, ł ×1}; empty where nothing was dropped. */
    public String droppedSummary() {
        return dropped.entrySet().stream()
                .map(entry -> "%s ×%d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
