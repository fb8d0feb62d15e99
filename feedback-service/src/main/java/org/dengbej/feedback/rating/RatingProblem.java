package org.dengbej.feedback.rating;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The faults that a listener can name in a sentence. */
public enum RatingProblem {
    PRONUNCIATION,
    NOISE,
    SPEED,
    MISSING_WORDS,
    OTHER;

    /** All names, as the API and the event bear them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(RatingProblem::label).toList();

    /** Name in the API, the form and the event. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
