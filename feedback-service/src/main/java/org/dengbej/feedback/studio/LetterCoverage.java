package org.dengbej.feedback.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.dengbej.feedback.voice.LetterPairs;

/**
 * Coverage of an alphabet by sentences: what a voice never hears it does not learn to say.
 *
 * @param letters        occurrences by letter of the alphabet
 * @param pairs          occurrences by pair of letters that follow each other in a word
 * @param missingLetters of the alphabet
 * @param missingPairs   of the alphabet; many of them occur in no word of a language
 */
public record LetterCoverage(
        Map<String, Integer> letters,
        Map<String, Integer> pairs,
        List<String> missingLetters,
        List<String> missingPairs) {

    /** {@code texts} as the voice's tokenizer reads them; an empty alphabet stands for that of the texts. */
    static LetterCoverage of(List<String> texts, NavigableSet<String> alphabet) {
        Map<String, Integer> letters = new TreeMap<>();
        Map<String, Integer> pairs = new TreeMap<>();
        IntPredicate isLetter = alphabet.isEmpty()
                ? Character::isLetter
                : codePoint -> alphabet.contains(Character.toString(codePoint));
        for (String text : texts) {
            text.codePoints()
                    .filter(isLetter)
                    .forEach(letter -> letters.merge(Character.toString(letter), 1, Integer::sum));
            LetterPairs.of(text, isLetter).forEach(pair -> pairs.merge(pair, 1, Integer::sum));
        }
        NavigableSet<String> all = alphabet.isEmpty() ? new TreeSet<>(letters.keySet()) : alphabet;
        List<String> missingPairs = new ArrayList<>();
        for (String first : all) {
            all.stream()
                    .map(second -> first + second)
                    .filter(pair -> !pairs.containsKey(pair))
                    .forEach(missingPairs::add);
        }
        List<String> missingLetters =
                all.stream().filter(letter -> !letters.containsKey(letter)).toList();
        return new LetterCoverage(letters, pairs, missingLetters, missingPairs);
    }

    /** Pairs of the alphabet, those that occur and those that do not. */
    public int allPairs() {
        return pairs.size() + missingPairs.size();
    }
}
