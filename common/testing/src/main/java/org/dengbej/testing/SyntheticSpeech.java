package org.dengbej.testing;

import java.util.Random;

/** Sound that measures like speech: a voiced tone in syllables, with consonants of noise and a floor of noise 50 dB below. */
public final class SyntheticSpeech {

    private static final double PITCH_HZ = 140;
    private static final int HARMONICS = 20;
    private static final double SYLLABLES_PER_SECOND = 4;
    private static final double AMPLITUDE = 0.05;
    private static final double NOISE = 0.0003;

    private SyntheticSpeech() {}

    /** Samples from the first to the last of which there is speech; the same seed gives the same. */
    public static float[] samples(double seconds, int rateHz, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) Math.round(seconds * rateHz)];
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / rateHz;
            double syllable = Math.abs(Math.cos(Math.PI * SYLLABLES_PER_SECOND * time));
            double voice = 0;
            for (int k = 1; k <= HARMONICS && k * PITCH_HZ < rateHz / 2.0; k++) {
                voice += Math.sin(2 * Math.PI * k * PITCH_HZ * time + k) / k;
            }
            double consonant = (1 - syllable) * 0.1 * random.nextGaussian();
            samples[i] = (float) (AMPLITUDE * (syllable * voice + consonant) + NOISE * random.nextGaussian());
        }
        return samples;
    }

    /** The same between two silences, of noise alone. */
    public static float[] between(double silenceSeconds, double seconds, int rateHz, long seed) {
        Random random = new Random(seed);
        float[] speech = samples(seconds, rateHz, seed);
        int silence = (int) Math.round(silenceSeconds * rateHz);
        float[] samples = new float[speech.length + 2 * silence];
        for (int i = 0; i < samples.length; i++) {
            boolean spoken = i >= silence && i < silence + speech.length;
            samples[i] = spoken ? speech[i - silence] : (float) (NOISE * random.nextGaussian());
        }
        return samples;
    }
}
