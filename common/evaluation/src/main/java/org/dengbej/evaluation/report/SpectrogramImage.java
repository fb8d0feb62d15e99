package org.dengbej.evaluation.report;

import java.awt.image.BufferedImage;

/** The image of a log-mel spectrogram: a pixel for each value, low mels at the bottom. */
public final class SpectrogramImage {

    /** Natural logarithms of magnitudes, from below silence to the loudest vowels: 95 dB. */
    private static final double DARK = -10;

    private static final double BRIGHT = 1;

    private SpectrogramImage() {}

    /** {@code logMel}: natural logarithms of magnitudes, [mels][frames], at least one of each. */
    public static BufferedImage of(float[][] logMel) {
        System.setProperty("java.awt.headless", "true"); // before the first class of AWT
        int mels = logMel.length;
        BufferedImage image = new BufferedImage(logMel[0].length, mels, BufferedImage.TYPE_INT_RGB);
        for (int mel = 0; mel < mels; mel++) {
            for (int frame = 0; frame < image.getWidth(); frame++) {
                double loudness = (logMel[mel][frame] - DARK) / (BRIGHT - DARK);
                image.setRGB(frame, mels - 1 - mel, Magma.rgb(loudness));
            }
        }
        return image;
    }
}
