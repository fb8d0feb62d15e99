package org.dengbej.evaluation;

import org.dengbej.speech.audio.Audio;

/** Sounds and spectra by formula, the same in {@code numpy}. */
final class Spectra {

    static final int RATE_HZ = 16000;

    private static final int HARMONICS = 29;
    private static final double BANDWIDTH_HZ = 80;

    private Spectra() {}

    /** {@code -4 + 2 sin(0.11 m + 0.23 f + shift) + cos(0.031 m (1 + 0.05 f))} for mel m and frame f. */
    static float[][] logMel(int mels, int frames, double shift) {
        float[][] logMel = new float[mels][frames];
        for (int m = 0; m < mels; m++) {
            for (int f = 0; f < frames; f++) {
                logMel[m][f] =
                        (float) (-4 + 2 * Math.sin(0.11 * m + 0.23 * f + shift) + Math.cos(0.031 * m * (1 + 0.05 * f)));
            }
        }
        return logMel;
    }

    /** Harmonics of a pitch, loud near the formants: {@code sum of a(h) sin(2 pi h f0 t)}. */
    static Audio vowel(double pitchHz, int samples, double... formantsHz) {
        float[] sound = new float[samples];
        for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
            double hertz = pitchHz * harmonic;
            double height = 0;
            for (double formant : formantsHz) {
                height += 1 / (1 + Math.pow((hertz - formant) / BANDWIDTH_HZ, 2));
            }
            for (int i = 0; i < samples; i++) {
                sound[i] += (float) (0.2 * height * Math.sin(2 * Math.PI * hertz * i / RATE_HZ));
            }
        }
        return new Audio(sound, RATE_HZ);
    }
}
