package org.dengbej.events;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

    /**
     * Summary of several samples of one distribution, which are known by their summaries: the mean is exact, the percentiles are the
     * weighted means of the samples' own, an estimate that is good for large samples.
     *
     * @param samples at least one
     */
    public static Distribution pooled(List<Weighted> samples) {
        return new Distribution(
                mean(samples, Distribution::mean),
                mean(samples, Distribution::p5),
                mean(samples, Distribution::median),
                mean(samples, Distribution::p95));
    }

    /**
     * A sample's summary with its size.
     *
     * @param values of the sample, more than 0
     */
    public record Weighted(Distribution distribution, int values) {}

    private static double mean(List<Weighted> samples, ToDoubleFunction<Distribution> number) {
        long values = samples.stream().mapToLong(Weighted::values).sum();
        return samples.stream()
                        .mapToDouble(sample -> sample.values * number.applyAsDouble(sample.distribution))
                        .sum()
                / values;
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
