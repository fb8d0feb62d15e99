package org.dengbej.feedback.rating;

import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Require;

/** The absolute category rating scale of ITU-T P.800. */
public enum Score {
    BAD(1),
    POOR(2),
    FAIR(3),
    GOOD(4),
    EXCELLENT(5);

    /** The ends of the scale. */
    public static final int WORST = 1;

    public static final int BEST = 5;

    private final int value;

    Score(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }

    /**
     * The score that was given.
     *
     * @throws InvalidInputException when there is none, or one that is not on the scale
     */
    public static int require(Integer given) {
        int score = Require.present("score", given);
        if (score < WORST || score > BEST) {
            throw InvalidInputException.malformed(reasons -> reasons.scoreOutOfRange(score));
        }
        return score;
    }
}
