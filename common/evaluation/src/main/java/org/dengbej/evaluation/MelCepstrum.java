package org.dengbej.evaluation;

/**
 * Mel-cepstral coefficients: how a spectrum bends, whatever the loudness (coefficient 0) and the pitch (the high ones). Davis and
 * Mermelstein 1980 (IEEE Transactions on Acoustics, Speech, and Signal Processing 28 (4), 357-366), a DCT-II over the M filters'
 * logarithms x:
 *
 * <pre>{@code c(k) = 2/M sum over m of x(m) cos(pi k (m + 1/2) / M), k = 1 to 13}</pre>
 *
 * <p>The factor makes c(k) the height of the k-th cosine in x itself: the number of filters does not change its size, and distances
 * are in the unit of x. It is {@code scipy.fft.dct(x, axis=0)[1:14] / M}.
 */
public final class MelCepstrum {

    /** Coefficients of a frame. */
    public static final int COEFFICIENTS = 13;

    private MelCepstrum() {}

    /**
     * The coefficients of each frame.
     *
     * @param logMel natural logarithms, [mels][frames], more than 13 mels
     * @return [frames][13], coefficient 1 first
     */
    public static double[][] of(float[][] logMel) {
        int mels = logMel.length;
        if (mels <= COEFFICIENTS) {
            throw new IllegalArgumentException(
                    "%d cepstral coefficients take more than as many mels, found %d".formatted(COEFFICIENTS, mels));
        }
        int frames = logMel[0].length;
        double[][] cepstrum = new double[frames][COEFFICIENTS];
        for (int k = 0; k < COEFFICIENTS; k++) {
            for (int mel = 0; mel < mels; mel++) {
                double weight = 2.0 / mels * Math.cos(Math.PI * (k + 1) * (mel + 0.5) / mels);
                for (int frame = 0; frame < frames; frame++) {
                    cepstrum[frame][k] += weight * logMel[mel][frame];
                }
            }
        }
        return cepstrum;
    }
}
