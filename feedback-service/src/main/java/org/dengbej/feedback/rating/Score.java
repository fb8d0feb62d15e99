package org.dengbej.feedback.rating;

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

    public static boolean exists(int value) {
        return value >= WORST && value <= BEST;
    }
}
