package org.dengbej.feedback.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Pairs of letters that follow each other in a word: what a voice has to say is more in them than in the letters. */
public final class LetterPairs {

    private LetterPairs() {}

    /** The pairs of a text in their order; {@code isLetter}: of code points, all others end a word. */
    public static List<String> of(String text, IntPredicate isLetter) {
        List<String> pairs = new ArrayList<>();
        int[] codePoints = text.codePoints().toArray();
        for (int i = 1; i < codePoints.length; i++) {
            if (isLetter.test(codePoints[i - 1]) && isLetter.test(codePoints[i])) {
                pairs.add(new String(codePoints, i - 1, 2));
            }
        }
        return pairs;
    }
}
