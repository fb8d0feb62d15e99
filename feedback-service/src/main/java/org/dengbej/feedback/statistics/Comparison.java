package org.dengbej.feedback.statistics;

import java.util.Objects;

/**
 * A comparison of two voices by a listener.
 *
 * @param first    the voice that was heard first
 * @param second   the other voice
 * @param outcome  which was preferred
 * @param listener pseudonym
 */
public record Comparison(String first, String second, Outcome outcome, String listener) {

    /** The side that a comparison prefers. */
    public enum Outcome {
        FIRST,
        TIE,
        SECOND
    }

    public Comparison {
        Rating.named("comparison", "voice", first);
        Rating.named("comparison", "voice", second);
        Rating.named("comparison", "listener", listener);
        Objects.requireNonNull(outcome, "comparison: expected an outcome, found null");
        if (first.equals(second)) {
            throw new IllegalArgumentException("comparison: expected two voices, found %s twice".formatted(first));
        }
    }
}
