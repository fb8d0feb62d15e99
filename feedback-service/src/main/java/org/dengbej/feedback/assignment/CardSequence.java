package org.dengbej.feedback.assignment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The sequence of kinds in a set of cards, one of which, not the first, is a control question: in which place is drawn by listener and set,
 * so that nobody can count to it, and gold and traps take turns. What a position asks for and nobody can be given any more is replaced by the next kind of
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
    public static final int SET_CARDS = SET.size() + 1;

    private CardSequence() {}

    /** The kinds to be tried at a listener's position, counted from 1, in their order. */
    static Set<CardKind> at(UUID listener, int position) {
        int set = (position - 1) / SET_CARDS;
        int place = (position - 1) % SET_CARDS;
        int control = new SplittableRandom(listener.getLeastSignificantBits() + set).nextInt(1, SET_CARDS);
        Set<CardKind> kinds = new LinkedHashSet<>();
        if (place == control) {
            boolean trapFirst = (listener.getMostSignificantBits() + set) % 2 == 0;
            kinds.add(trapFirst ? CardKind.TRAP : CardKind.GOLD);
            kinds.add(trapFirst ? CardKind.GOLD : CardKind.TRAP);
        } else {
            kinds.add(SET.get(place < control ? place : place - 1));
        }
        kinds.addAll(FALLBACK);
        return kinds;
    }
}
