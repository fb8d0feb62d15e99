package org.dengbej.feedback.voice;

import java.util.Locale;

/** Roles of sentences. The two are disjoint: what a voice is trained on is no test of it. */
public enum SentenceRole {
    /** Heard and judged. */
    EVALUATION,
    /** Recorded by listeners, whose recordings are trained on. */
    RECORDING;

    /** Name in the database and the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SentenceRole parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
