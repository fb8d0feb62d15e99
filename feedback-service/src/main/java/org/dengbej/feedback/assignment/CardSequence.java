package org.dengbej.feedback.assignment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sequence of kinds in a set of cards. What a position asks for and nobody can be given any more is replaced by the next kind of
 * {@link #FALLBACK}.
 */
public final class CardSequence {

    private static final List<CardKind> SET = List.of(
            CardKind.RATING,
            CardKind.PAIR,
            CardKind.RATING,
            CardKind.PAIR,
            CardKind.REVIEW,
            CardKind.RATING,
            CardKind.PAIR,
            CardKind.RECORDING);

    private static final List<CardKind> FALLBACK =
            List.of(CardKind.PAIR, CardKind.RATING, CardKind.REVIEW, CardKind.RECORDING);

    /** Cards of a set. */
    public static final int SET_CARDS = SET.size();

    private CardSequence() {}

    /** The kinds to be tried at a position, counted from 1, in their order. */
    static Set<CardKind> at(int position) {
        Set<CardKind> kinds = new LinkedHashSet<>();
        kinds.add(SET.get((position - 1) % SET_CARDS));
        kinds.addAll(FALLBACK);
        return kinds;
    }
}
