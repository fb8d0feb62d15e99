package org.dengbej.feedback.statistics;

import java.util.Objects;

/**
 * A vote in a blind pair of the same sentence by two voices, whose order was drawn by a fair coin.
 *
 * @param listener        pseudonym
 * @param outcome         which voice was preferred
 * @param challengerFirst whether the challenger was heard first
 */
public record PairVote(String listener, Outcome outcome, boolean challengerFirst) {

    /** The voice that a vote prefers, with its worth to the challenger. */
    public enum Outcome {
        CHALLENGER(1),
        CHAMPION(0),
        TIE(0.5);

        private final double worth;

        Outcome(double worth) {
            this.worth = worth;
        }

        double worth() {
            return worth;
        }
    }

    public PairVote {
        Rating.named("pair vote", "listener", listener);
        Objects.requireNonNull(outcome, "pair vote: expected an outcome, found null");
    }
}
