package org.dengbej.speech.sound;

import org.dengbej.speech.audio.Audio;

/**
 * Long-term signal variability (Ghosh, Tsiartas and Narayanan, IEEE Trans. Audio, Speech and Language Processing 19(3), 2011, eq. 1 to 4): the
 * variance, over the frequencies, of the entropy of a frequency's power over time. What is stationary, as a tone, a hum or a hiss, has the
 * same entropy everywhere, however loud it is and whatever its envelope; in speech some bands come and go while others last. Here over the
 * whole recording, from 300 to 4,000 Hz, with the Bartlett-Welch smoothing of the paper.
 */
public final class SignalVariability {

    private static final double WINDOW_SECONDS = 0.032;
    private static final double LOWEST_HZ = 300;
    private static final double HIGHEST_HZ = 4_000;

    /** Neighbouring windows that are averaged, so that the entropy of a hiss is that of its mean power. */
    private static final int SMOOTHED_WINDOWS = 10;

    /** Keeps digital silence from counting as power. */
    private static final double MIN_POWER = 1e-12;

    private SignalVariability() {}

    /** In nats squared; 0 of what is shorter than two smoothed windows. */
    public static double of(Audio audio) {
        double[][] powers = smoothed(powers(audio));
        if (powers.length < 2) {
            return 0;
        }
        int bins = powers[0].length;
        double sum = 0;
        double squares = 0;
        for (int bin = 0; bin < bins; bin++) {
            double entropy = entropy(powers, bin);
            sum += entropy;
            squares += entropy * entropy;
        }
        double mean = sum / bins;
        return Math.max(0, squares / bins - mean * mean);
    }

    private static double entropy(double[][] powers, int bin) {
        double total = 0;
        for (double[] window : powers) {
            total += window[bin];
        }
        double entropy = 0;
        for (double[] window : powers) {
            double share = window[bin] / total;
            entropy -= share * Math.log(share);
        }
        return entropy;
    }

    /** Power spectra of half overlapping Hann windows: [windows][bins]. */
    private static double[][] powers(Audio audio) {
        int length = Fft.lengthOf(WINDOW_SECONDS, audio.sampleRateHz());
        int first = (int) Math.ceil(LOWEST_HZ * length / audio.sampleRateHz());
        int end = (int) Math.min(length / 2.0, HIGHEST_HZ * length / audio.sampleRateHz());
        int windows = Math.max(0, 2 * audio.samples().length / length - 1);
        double[][] powers = new double[windows][end - first];
        Fft fft = new Fft(length);
        double[] hann = Fft.hannWindow(length);
        double[] real = new double[length];
        double[] imaginary = new double[length];
        for (int window = 0; window < windows; window++) {
            for (int i = 0; i < length; i++) {
                real[i] = audio.samples()[window * length / 2 + i] * hann[i];
                imaginary[i] = 0;
            }
            fft.transform(real, imaginary);
            for (int bin = first; bin < end; bin++) {
                powers[window][bin - first] = MIN_POWER + real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            }
        }
        return powers;
    }

    private static double[][] smoothed(double[][] powers) {
        int windows = Math.max(0, powers.length - SMOOTHED_WINDOWS + 1);
        double[][] smoothed = new double[windows][];
        for (int window = 0; window < windows; window++) {
            smoothed[window] = new double[powers[0].length];
            for (int next = window; next < window + SMOOTHED_WINDOWS; next++) {
                for (int bin = 0; bin < powers[0].length; bin++) {
                    smoothed[window][bin] += powers[next][bin];
                }
            }
        }
        return smoothed;
    }
}
