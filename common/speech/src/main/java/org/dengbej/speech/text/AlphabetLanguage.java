package org.dengbej.speech.text;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The language of an alphabet, by letters that no other of the languages here has together. */
final class AlphabetLanguage {

    private static final Map<String, List<String>> LETTERS = Map.of(
            "kmr", List.of("ç", "ê", "î", "ş", "û", "w", "x"),
            "ckb", List.of("ڕ", "ڵ", "ۆ", "ێ", "ە"));

    private AlphabetLanguage() {}

    /** ISO 639-3 code; empty for an alphabet that is none of these. */
    static String of(Set<String> alphabet) {
        return LETTERS.entrySet().stream()
                .filter(language -> alphabet.containsAll(language.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
