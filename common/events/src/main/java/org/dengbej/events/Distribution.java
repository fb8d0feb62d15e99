package org.dengbej.events;

import java.util.Arrays;

/**
 * A summary of a distribution. Percentiles are by nearest rank.
 *
 * @param mean   arithmetic mean
 * @param p5     5th percentile
 * @param median 50th percentile
 * @param p95    95th percentile
 */
public record Distribution(double mean, double p5, double median, double p95) {

    public Distribution {
        if (!Double.isFinite(mean) || !(p5 <= median) || !(median <= p95)) {
            throw new InvalidEventException(
                    "Distribution must have a finite mean and ascending percentiles, found %s and %s, %s, %s"
                            .formatted(mean, p5, median, p95));
        }
    }

    /**
     * The summary of values.
     *
     * @param values at least one, finite
     */
    public static Distribution of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(
                Arrays.stream(sorted).average().orElseThrow(),
                percentile(sorted, 5),
                percentile(sorted, 50),
                percentile(sorted, 95));
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
