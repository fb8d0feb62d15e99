package org.dengbej.evaluation;

/**
 * Mel-cepstral distortion between speech and a recording of the same text, in decibels: Kubichek 1993 (Mel-cepstral distance measure for objective
 * speech quality assessment, IEEE Pacific Rim Conference on Communications, Computers and Signal Processing, 125-128),
 *
 * <pre>{@code 10 / ln 10 * sqrt(2 * sum over k of (c(k) - c'(k))^2)}</pre>
 *
 * for frames that meet after {@link DynamicTimeWarping}, mean over the path. For {@link MelCepstrum}'s coefficients of magnitudes'
 * natural logarithms it is the root mean square difference of the two spectra's shapes, hence truly decibels. Other people's numbers
 * have other filters and scales: compare checkpoints of one voice, not papers.
 */
public final class MelCepstralDistortion {

    private static final double DECIBELS = 10 / Math.log(10) * Math.sqrt(2);

    private MelCepstralDistortion() {}

    /**
     * Compares two log-mel spectrograms of one definition.
     *
     * @param spoken   natural logarithms of magnitudes, [mels][frames], at least one frame
     * @param recorded likewise; it may be shorter or longer
     * @return 0 or more; NaN where a spectrogram is not finite
     */
    public static double decibels(float[][] spoken, float[][] recorded) {
        if (spoken.length != recorded.length) {
            throw new IllegalArgumentException("expected spectrograms of one definition, found %d and %d mels"
                    .formatted(spoken.length, recorded.length));
        }
        if (!finite(spoken) || !finite(recorded)) {
            return Double.NaN;
        }
        return decibels(DynamicTimeWarping.align(MelCepstrum.of(spoken), MelCepstrum.of(recorded)));
    }

    /** The distortion along a path through {@linkplain MelCepstrum cepstra}. */
    static double decibels(DynamicTimeWarping.Path path) {
        return DECIBELS * path.mean();
    }

    static boolean finite(float[][] values) {
        for (float[] row : values) {
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
