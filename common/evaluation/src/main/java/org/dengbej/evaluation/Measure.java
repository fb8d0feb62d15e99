package org.dengbej.evaluation;

import java.util.Arrays;

/**
 * Mean over utterances with its 95 % confidence interval, Student's t (Student 1908, Biometrika 6 (1), 1-25): wide where there are
 * few, as it must be. It takes utterances for independent and their mean for normally distributed; it says nothing of sentences of another kind.
 *
 * @param mean  of the utterances
 * @param lower end of the interval; for a single utterance, of which nothing follows, the least that can be
 * @param upper end of the interval; for a single utterance the most that can be, which may be infinite
 * @param count utterances, at least 1
 */
public record Measure(double mean, double lower, double upper, int count) {

    /** 97.5th percentiles of Student's t distribution with 1, 2, ... 30 degrees of freedom ({@code scipy.stats.t.ppf(0.975, n)}). */
    private static final double[] STUDENT = {
        12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814, 2.20099, 2.17881,
        2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596, 2.07961, 2.07387, 2.06866, 2.0639,
        2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227
    };

    /** The same of the normal distribution. */
    private static final double NORMAL = 1.959964;

    public Measure {
        if (count < 1 || !Double.isFinite(mean) || !(lower <= mean) || !(mean <= upper)) {
            throw new IllegalArgumentException(
                    "expected a finite mean of at least one utterance within its interval, found %s in %s to %s of %d"
                            .formatted(mean, lower, upper, count));
        }
    }

    /** {@code values}: of the utterances, finite, at least one. */
    public static Measure of(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (values.length < 2) {
            return new Measure(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, values.length);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        double reach = student(values.length - 1) * error;
        return new Measure(mean, mean - reach, mean + reach, values.length);
    }

    /** The same with its interval cut off where no value can be, e.g. a share's at 0 and 1. */
    Measure within(double least, double most) {
        return new Measure(mean, Math.max(least, lower), Math.min(most, upper), count);
    }

    /** Beyond the table the expansion of Abramowitz and Stegun 26.7.5, right to four decimals there. */
    private static double student(int freedom) {
        if (freedom <= STUDENT.length) {
            return STUDENT[freedom - 1];
        }
        double z = NORMAL;
        return z
                + (Math.pow(z, 3) + z) / (4 * freedom)
                + (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / (96.0 * freedom * freedom);
    }

    /** True where there is an interval: two utterances or more. */
    public boolean hasInterval() {
        return count > 1;
    }
}
