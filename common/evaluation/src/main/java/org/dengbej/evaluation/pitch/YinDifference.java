package org.dengbej.evaluation.pitch;

import java.util.Arrays;

/**
 * YIN's cumulative mean normalized difference function (de Cheveigné and Kawahara 2002, Journal of the Acoustical Society of America
 * 111 (4), 1917-1930, equations 6 and 8):
 *
 * <pre>{@code
 * d(lag)  = sum over the window of (x(j) - x(j + lag))^2
 * d'(lag) = d(lag) / (mean of d(1) to d(lag))
 * }</pre>
 *
 * <p>Near 0 at a period of the sound, about 1 where there is none. Silence has 1 everywhere.
 */
final class YinDifference {

    private final int maxLag;
    private final int window;
    private final double[] frame;
    private final double[] differences;

    /** {@code window}: samples that are compared with those a lag later. */
    YinDifference(int maxLag, int window) {
        this.maxLag = maxLag;
        this.window = window;
        frame = new double[window + maxLag];
        differences = new double[maxLag + 1];
    }

    /**
     * The function about a sample.
     *
     * @param centre of the frame of window and longest lag; beyond the sound's ends there is silence
     * @return d' by lag, 0 to the longest; valid until the next call
     */
    double[] at(float[] samples, int centre) {
        int from = centre - frame.length / 2;
        for (int i = 0; i < frame.length; i++) {
            int at = from + i;
            frame[i] = at >= 0 && at < samples.length ? samples[at] : 0;
        }
        squares();
        normalize();
        return differences;
    }

    /** Samples outside, lags inside: the loop that is done most goes over neighbours in memory. */
    private void squares() {
        Arrays.fill(differences, 0);
        for (int j = 0; j < window; j++) {
            double sample = frame[j];
            for (int lag = 1; lag <= maxLag; lag++) {
                double difference = sample - frame[j + lag];
                differences[lag] += difference * difference;
            }
        }
    }

    private void normalize() {
        double sum = 0;
        differences[0] = 1;
        for (int lag = 1; lag <= maxLag; lag++) {
            sum += differences[lag];
            differences[lag] = sum > 0 ? differences[lag] * lag / sum : 1;
        }
    }
}
