package org.dengbej.prep.sound;

import java.util.ArrayDeque;

/**
 * A look-ahead peak limiter (Zölzer, DAFX, 2nd ed., 4.2): the gain that each peak needs, held for the window around it and smoothed over
 * as much, so that no sample is above the limit and the gain changes slowly. Sound below the limit stays as it is.
 */
final class PeakLimiter {

    private static final double HALF_WINDOW_SECONDS = 0.005;

    private PeakLimiter() {}

    /** Limits the samples in place, and returns whether any was above the limit. */
    static boolean limit(float[] samples, int sampleRateHz, double limit) {
        boolean above = false;
        for (float sample : samples) {
            above |= Math.abs(sample) > limit;
        }
        if (above) {
            apply(samples, (int) (HALF_WINDOW_SECONDS * sampleRateHz), limit);
        }
        return above;
    }

    private static void apply(float[] samples, int half, double limit) {
        double[] needed = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            double amplitude = Math.abs(samples[i]);
            needed[i] = amplitude > limit ? limit / amplitude : 1;
        }
        double[] held = slidingMinimum(needed, half);
        // Gains outside are 1, as are those before and after the sound.
        double[] sums = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            sums[i + 1] = sums[i] + (1 - held[i]);
        }
        for (int i = 0; i < samples.length; i++) {
            double reduction = sums[Math.min(samples.length, i + half + 1)] - sums[Math.max(0, i - half)];
            int inside = Math.min(samples.length, i + half + 1) - Math.max(0, i - half);
            double limited = samples[i] * (1 - reduction / inside);
            samples[i] = (float) Math.max(-limit, Math.min(limit, limited));
        }
    }

    /** The minimum of the values from {@code half} before to {@code half} after each. */
    private static double[] slidingMinimum(double[] values, int half) {
        double[] minima = new double[values.length];
        ArrayDeque<Integer> rising = new ArrayDeque<>();
        for (int i = 0; i < values.length + half; i++) {
            if (i < values.length) {
                while (!rising.isEmpty() && values[rising.peekLast()] >= values[i]) {
                    rising.removeLast();
                }
                rising.addLast(i);
            }
            int centre = i - half;
            if (centre >= 0) {
                while (rising.peekFirst() < centre - half) {
                    rising.removeFirst();
                }
                minima[centre] = values[rising.peekFirst()];
            }
        }
        return minima;
    }
}
