package org.dengbej.speech.text.uroman;

import java.util.Set;

/**
 * The romanisation of a piece of text, of which there may be several for different places in a word.
 *
 * @param target        null where the piece is a number and nothing else
 * @param endOfSyllable another target there; null: the same
 * @param replaceable   whether it was derived from a character's name, so that a rule that somebody wrote takes its place
 * @param places        in which alone it holds
 */
record Rule(String target, String endOfSyllable, boolean replaceable, Set<Place> places) {

    /** A place in a word. */
    enum Place {
        START,
        NOT_START,
        END,
        NOT_END,
        WHOLE_WORD,
        /** Nowhere, unless the language is known, which it was not when the voices were trained. */
        ONE_LANGUAGE
    }

    static Rule of(String target) {
        return new Rule(target, null, false, Set.of());
    }
}
