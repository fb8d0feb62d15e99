package org.dengbej.feedback.statistics;

/**
 * A rating on the scale of absolute category rating (ITU-T P.800, annex B): 1 bad to 5 excellent.
 *
 * @param listener pseudonym
 * @param sentence identifier of what was heard
 * @param score    1 to 5
 */
public record Rating(String listener, String sentence, int score) {

    public static final int WORST = 1;
    public static final int BEST = 5;

    public Rating {
        named("rating", "listener", listener);
        named("rating", "sentence", sentence);
        onScale("rating", score);
    }

    static void named(String where, String what, String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("%s: expected the name of a %s, found %s"
                    .formatted(where, what, name == null ? "null" : "a blank one"));
        }
    }

    static void onScale(String where, int score) {
        if (score < WORST || score > BEST) {
            throw new IllegalArgumentException(
                    "%s: expected a score from %d to %d, found %d".formatted(where, WORST, BEST, score));
        }
    }
}
