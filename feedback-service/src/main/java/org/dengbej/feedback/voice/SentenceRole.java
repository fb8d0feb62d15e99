package org.dengbej.feedback.voice;

import java.util.Locale;

/** Roles of sentences. They are disjoint: what a voice is trained on is no test of it. */
public enum SentenceRole {
    /** Heard and judged. */
    EVALUATION,
    /** Recorded by listeners, whose recordings are trained on. */
    RECORDING,
    /** Spoken by the voice as well, and says which score to give: who does not listen does not know. */
    TRAP;

    /** True where the voice speaks it. */
    public boolean isSpoken() {
        return this != RECORDING;
    }

    /** Name in the database and the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SentenceRole parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
