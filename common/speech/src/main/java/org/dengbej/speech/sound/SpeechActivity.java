package org.dengbej.speech.sound;

import java.util.Arrays;
import org.dengbej.speech.audio.Audio;

/**
 * Voice activity by energy. Of frames of 10 ms the quietest 100 ms are the noise floor (minimum statistics: Martin, IEEE Trans. Speech and
 * Audio Processing 9(5), 2001), the 95th percentile is the speech level, and a frame is active when it lies 6 dB above the noise, bounded to
 * 18 to 45 dB below the speech. What is shorter than 30 ms, as a click is, does not count.
 *
 * @param beginSample  of the first activity
 * @param endSample    after the last activity; the same where there is none
 * @param snrDb        mean power of the active frames less the noise's, over the noise's
 * @param silenceShare share of frames that are not active
 */
public record SpeechActivity(int beginSample, int endSample, double snrDb, double silenceShare) {

    private static final int FRAMES_PER_SECOND = 100;
    private static final int NOISE_FRAMES = 10;
    private static final int MIN_RUN_FRAMES = 3;
    private static final double SPEECH_PERCENTILE = 0.95;
    private static final double ABOVE_NOISE = power(6);
    private static final double MIN_BELOW_SPEECH = power(-18);
    private static final double MAX_BELOW_SPEECH = power(-45);

    /** Quantisation noise of 16 bits. */
    private static final double MIN_NOISE = 1.0 / (12.0 * 32768 * 32768);

    private static double power(double decibels) {
        return Math.pow(10, decibels / 10);
    }

    /** The frames' powers are variances, so that DC counts neither as noise nor as speech. */
    public static SpeechActivity of(Audio audio) {
        int frameSamples = Math.max(1, audio.sampleRateHz() / FRAMES_PER_SECOND);
        double[] powers = powers(audio.samples(), frameSamples);
        double[] sorted = powers.clone();
        Arrays.sort(sorted);
        double noise = Math.max(
                MIN_NOISE,
                Arrays.stream(sorted, 0, Math.min(NOISE_FRAMES, sorted.length))
                        .average()
                        .orElse(0));
        double speech = sorted.length == 0 ? 0 : sorted[(int) (SPEECH_PERCENTILE * (sorted.length - 1))];
        double threshold = Math.max(
                MIN_NOISE,
                Math.min(Math.max(ABOVE_NOISE * noise, MAX_BELOW_SPEECH * speech), MIN_BELOW_SPEECH * speech));
        int active = 0;
        double activePower = 0;
        int run = 0;
        int begin = -1;
        int end = 0;
        for (int frame = 0; frame < powers.length; frame++) {
            if (powers[frame] <= threshold) {
                run = 0;
                continue;
            }
            active++;
            activePower += powers[frame];
            if (++run >= MIN_RUN_FRAMES) {
                begin = begin < 0 ? frame + 1 - run : begin;
                end = frame + 1;
            }
        }
        double signal = active == 0 ? 0 : Math.max(0, activePower / active - noise);
        return new SpeechActivity(
                Math.max(0, begin) * frameSamples,
                Math.min(audio.samples().length, begin < 0 ? 0 : end * frameSamples),
                Decibels.ofPower(signal / noise),
                powers.length == 0 ? 1 : 1 - (double) active / powers.length);
    }

    private static double[] powers(float[] samples, int frameSamples) {
        double[] powers = new double[(samples.length + frameSamples - 1) / frameSamples];
        for (int frame = 0; frame < powers.length; frame++) {
            int from = frame * frameSamples;
            int to = Math.min(samples.length, from + frameSamples);
            double sum = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                sum += samples[i];
                squares += (double) samples[i] * samples[i];
            }
            double mean = sum / (to - from);
            powers[frame] = Math.max(0, squares / (to - from) - mean * mean);
        }
        return powers;
    }

    public int samples() {
        return endSample - beginSample;
    }
}
