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
    RECORDING;

    /** Name in the database, the API and the templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CardKind parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
