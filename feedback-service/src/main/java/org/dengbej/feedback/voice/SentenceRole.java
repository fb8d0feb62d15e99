package org.dengbej.feedback.voice;

import java.util.Arrays;
import java.util.Locale;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

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

    /**
     * The role of that label.
     *
     * @throws InvalidInputException when there is none
     */
    public static SentenceRole of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.malformed(ReasonMessages::unknownRole));
    }

    static SentenceRole parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
