package org.dengbej.feedback.assignment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dengbej.feedback.voice.LetterPairs;

/**
 * Pairs of letters whose pronunciation listeners find wrong: by these it is chosen what is asked to be recorded next. A fault is named of
 * a sentence; a pair's share is that of the listeners who named one among all who heard a sentence with the pair, as far as enough did.
 *
 * @param shares by pair, above 0 and at most 1
 */
record PronunciationProblems(Map<String, Double> shares) {

    /** An answer of a listener about a sentence; {@code named}: that its pronunciation is wrong. */
    record Heard(String listener, String text, boolean named) {}

    PronunciationProblems {
        shares = Map.copyOf(shares);
    }

    /** {@code leastListeners}: who must have named a fault of sentences with a pair. */
    static PronunciationProblems of(List<Heard> answers, int leastListeners) {
        Map<String, Set<String>> heard = new HashMap<>();
        Map<String, Set<String>> named = new HashMap<>();
        for (Heard answer : answers) {
            for (String pair : pairs(answer.text())) {
                heard.computeIfAbsent(pair, other -> new HashSet<>()).add(answer.listener());
                if (answer.named()) {
                    named.computeIfAbsent(pair, other -> new HashSet<>()).add(answer.listener());
                }
            }
        }
        Map<String, Double> shares = new HashMap<>();
        named.forEach((pair, listeners) -> {
            if (listeners.size() >= leastListeners) {
                shares.put(pair, (double) listeners.size() / heard.get(pair).size());
            }
        });
        return new PronunciationProblems(shares);
    }

    /** The mean share of a text's pairs, 0 to 1: how much of it is worth recording. */
    double of(String text) {
        return pairs(text).stream()
                .mapToDouble(pair -> shares.getOrDefault(pair, 0.0))
                .average()
                .orElse(0);
    }

    /** Each pair of letters that follow each other in a word, once. */
    private static Set<String> pairs(String text) {
        return new TreeSet<>(LetterPairs.of(text.toLowerCase(Locale.ROOT), Character::isLetter));
    }
}
