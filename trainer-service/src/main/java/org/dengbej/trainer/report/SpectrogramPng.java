package org.dengbej.trainer.report;

import java.awt.image.BufferedImage;
import org.dengbej.evaluation.report.Magma;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.plot.XYPlot;

/** A log-mel spectrogram as a picture: time to the right, pitch upwards, the louder the brighter. */
public final class SpectrogramPng {

    private static final int HEIGHT = 320;

    /** Natural logarithms of magnitudes, from below silence to the loudest vowels: 95 dB. */
    private static final double DARK = -10;

    private static final double BRIGHT = 1;

    private SpectrogramPng() {}

    /**
     * Draws it. The colours mean the same in every picture, so that checkpoints can be compared.
     *
     * @param logMel        natural logarithms of magnitudes, [mels][frames], at least one of each
     * @param secondsPerFrame from one frame to the next
     */
    public static byte[] of(float[][] logMel, double secondsPerFrame) {
        int mels = logMel.length;
        int frames = mels == 0 ? 0 : logMel[0].length;
        if (frames == 0) {
            throw new IllegalArgumentException(
                    "a spectrogram has mels and frames, found %d and %d".formatted(mels, frames));
        }
        double seconds = frames * secondsPerFrame;
        XYPlot plot = Chart.plot(Chart.numbers("seconds", 0, seconds, "0.0"), Chart.numbers("mel", 0, mels, "0"));
        plot.addAnnotation(new XYDataImageAnnotation(image(logMel), 0, 0, seconds, mels));
        return Chart.png(plot, Chart.width(frames), mels * Math.max(1, HEIGHT / mels));
    }

    /** A pixel for each value, low mels at the bottom. */
    private static BufferedImage image(float[][] logMel) {
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
