package org.dengbej.feedback.statistics;

/**
 * An interval of confidence.
 *
 * @param lower end, at most {@code upper}; negative infinity where nothing bounds it
 * @param upper end; infinity where nothing bounds it
 */
public record Interval(double lower, double upper) {

    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException(
                    "expected an interval whose lower end is at most its upper end, found %s to %s"
                            .formatted(lower, upper));
        }
    }

    /** The interval of the real numbers, where nothing is known. */
    static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Interval around(double centre, double reach) {
        return new Interval(centre - reach, centre + reach);
    }

    /** The same with its ends moved to where a value can be, e.g. a share's to 0 and 1. */
    Interval within(double least, double most) {
        return new Interval(Math.max(least, Math.min(most, lower)), Math.min(most, Math.max(least, upper)));
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    public double width() {
        return upper - lower;
    }
}
