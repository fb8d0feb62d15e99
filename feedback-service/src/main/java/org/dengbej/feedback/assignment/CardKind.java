package org.dengbej.feedback.assignment;

import java.util.Locale;

/** The kinds of cards. */
public enum CardKind {
    /** One sentence of the champion, on the absolute category rating scale of ITU-T P.800. */
    RATING,
    /** A sentence by champion and challenger, in random order: which is better? */
    PAIR,
    /** Somebody else's recording: is it this sentence, and clear? */
    REVIEW,
    /** A sentence to say oneself. */
    RECORDING,
    /** A recording whose score is known. To the listener it is a {@link #RATING}. */
    GOLD,
    /** A sentence that says which score to give. To the listener it is a {@link #RATING}. */
    TRAP;

    /** True for a card by which the listener is judged, not the voice. */
    public boolean isControl() {
        return this == GOLD || this == TRAP;
    }

    /** The kind that the listener is told. */
    public CardKind shown() {
        return isControl() ? RATING : this;
    }

    /** Name in the database; of the {@linkplain #shown shown} kind in the API and the templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CardKind parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
