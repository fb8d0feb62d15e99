package org.dengbej.trainer.report;

import org.dengbej.evaluation.report.SpectrogramImage;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.plot.XYPlot;

/** A log-mel spectrogram as a picture: time to the right, pitch upwards, the louder the brighter. */
public final class SpectrogramPng {

    private static final int HEIGHT = 320;

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
        plot.addAnnotation(new XYDataImageAnnotation(SpectrogramImage.of(logMel), 0, 0, seconds, mels));
        return Chart.png(plot, Chart.width(frames), mels * Math.max(1, HEIGHT / mels));
    }
}
