package org.dengbej.prep.sound;

import java.util.Arrays;

/**
 * The speaking rates of a set, among which outliers are found by the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle
 * Outliers, 1993), 0.6745 (x - median) / MAD, of the rates' logarithms, since rates are ratios: twice as fast is as far off as half as
 * fast. The median and the median absolute deviation are not moved by the outliers themselves.
 */
public final class SpeakingRates {

    /** Of fewer recordings the deviation says nothing. */
    private static final int MIN_RECORDINGS = 20;

    /** Read by one speaker at one speed, sentences differ by as much for their letters alone. */
    private static final double MIN_DEVIATION = Math.log(1.1);

    private static final double NORMAL_CONSISTENCY = 0.6745;

    private final double median;
    private final double deviation;
    private final boolean enough;

    /** {@code charactersPerSecond}: all more than 0. */
    public SpeakingRates(double... charactersPerSecond) {
        double[] logs = Arrays.stream(charactersPerSecond).map(Math::log).toArray();
        enough = logs.length >= MIN_RECORDINGS;
        double centre = enough ? median(logs) : 0;
        median = centre;
        deviation = enough
                ? Math.max(MIN_DEVIATION, median(Arrays.stream(logs).map(log -> Math.abs(log - centre)).toArray()))
                : MIN_DEVIATION;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /** The modified z-score, more than 0 for a fast one; 0 for all where the set has fewer than {@value #MIN_RECORDINGS}. */
    public double score(double charactersPerSecond) {
        return enough ? NORMAL_CONSISTENCY * (Math.log(charactersPerSecond) - median) / deviation : 0;
    }

    /** Characters a second. */
    public double median() {
        return Math.exp(median);
    }
}
