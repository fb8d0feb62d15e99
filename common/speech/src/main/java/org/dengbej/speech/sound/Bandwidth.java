package org.dengbej.speech.sound;

import org.dengbej.speech.audio.Audio;

/**
 * Bandwidth: the highest frequency at which the long-term average spectrum (Welch's, Hann windows) is within 60 dB of its maximum. A
 * recording that was once at a lower rate, or went through a telephone or a codec of few bits, has nothing above its old limit.
 */
public final class Bandwidth {

    private static final double WITHIN = Math.pow(10, -60 / 10.0);
    private static final double WINDOW_SECONDS = 0.032;

    /** A second in all; more would cost as much as decoding. Even: two are transformed at once. */
    private static final int MAX_WINDOWS = 32;

    private final int rateHz;
    private final int length;
    private final double[] window;
    private final Fft fft;

    public Bandwidth(int rateHz) {
        this.rateHz = rateHz;
        length = Fft.lengthOf(WINDOW_SECONDS, rateHz);
        fft = new Fft(length);
        window = Fft.hannWindow(length);
    }

    /** In Hz; 0 of silence. */
    public double hz(Audio audio) {
        double[] spectrum = averageSpectrum(audio.samples());
        double max = 0;
        for (double power : spectrum) {
            max = Math.max(max, power);
        }
        for (int bin = length / 2; bin > 0; bin--) {
            if (spectrum[bin] > WITHIN * max) {
                return (double) bin * rateHz / length;
            }
        }
        return 0;
    }

    /** Not divided by the number of windows. */
    private double[] averageSpectrum(float[] samples) {
        double[] spectrum = new double[length / 2 + 1];
        double[] first = new double[length];
        double[] second = new double[length];
        int windows = Math.max(2, Math.min(MAX_WINDOWS, samples.length / length));
        double step = Math.max(0, samples.length - length) / (double) (windows - 1);
        for (int i = 0; i + 1 < windows; i += 2) {
            fill(first, samples, (int) (i * step));
            fill(second, samples, (int) ((i + 1) * step));
            // Two real signals in one complex transform: |X|² + |Y|² is the same as of (Z[k], Z[-k]).
            fft.transform(first, second);
            for (int bin = 0; bin < spectrum.length; bin++) {
                int mirrored = (length - bin) & (length - 1);
                spectrum[bin] += first[bin] * first[bin]
                        + second[bin] * second[bin]
                        + first[mirrored] * first[mirrored]
                        + second[mirrored] * second[mirrored];
            }
        }
        return spectrum;
    }

    private void fill(double[] values, float[] samples, int from) {
        for (int i = 0; i < length; i++) {
            values[i] = from + i < samples.length ? samples[from + i] * window[i] : 0;
        }
    }
}
