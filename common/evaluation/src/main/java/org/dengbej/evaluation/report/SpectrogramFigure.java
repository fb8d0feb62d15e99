package org.dengbej.evaluation.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.dengbej.evaluation.Sound;
import org.dengbej.evaluation.pitch.F0Track;

/**
 * A log-mel spectrogram with the F0 curve over it, as SVG: seconds to the right, mels upwards; F0 on a logarithmic scale of its own, from 50 to
 * 500 Hz over the whole height, whose ticks stand on the right.
 */
final class SpectrogramFigure {

    private static final int HEIGHT = 200;
    private static final int RIGHT = 48;
    private static final int BOTTOM = 24;
    private static final int WIDTH = 480;
    private static final double MIN_HZ = 50;
    private static final double MAX_HZ = 500;
    private static final int[] F0_TICKS = {50, 100, 200, 400};

    private SpectrogramFigure() {}

    /** {@code seconds}: of the axis, the same for sounds that stand side by side. */
    static String svg(Sound sound, double secondsPerFrame, double seconds, String label) {
        double width = WIDTH;
        double pixelsPerSecond = WIDTH / seconds;
        int frames = sound.f0().frames();
        StringBuilder svg = new StringBuilder(Html.format(
                "<svg class=\"spectrogram\" viewBox=\"0 0 %.1f %d\" role=\"img\" aria-label=\"%s\">",
                width + RIGHT, HEIGHT + BOTTOM, Html.escape(label)));
        svg.append(Html.format("<rect class=\"night\" x=\"0\" y=\"0\" width=\"%.1f\" height=\"%d\"/>", width, HEIGHT));
        svg.append(Html.format(
                "<image x=\"0\" y=\"0\" width=\"%.1f\" height=\"%d\" preserveAspectRatio=\"none\" href=\"%s\"/>",
                frames * secondsPerFrame * pixelsPerSecond, HEIGHT, Html.uri("image/png", png(sound.logMel()))));
        svg.append("<path class=\"f0\" d=\"")
                .append(curve(sound.f0(), secondsPerFrame * pixelsPerSecond))
                .append("\"/>");
        for (int hertz : F0_TICKS) {
            svg.append(Html.format(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%d Hz</text>",
                    width + 5, y(hertz) + (hertz == 50 ? -1 : 4), hertz));
        }
        double step = seconds > 6 ? 2 : seconds > 2.5 ? 1 : 0.5;
        for (int tick = 0; tick * step <= seconds; tick++) {
            svg.append(Html.format(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.1f s</text>",
                    tick * step * pixelsPerSecond, HEIGHT + 16, tick == 0 ? "start" : "middle", tick * step));
        }
        return svg.append("</svg>").toString();
    }

    private static double y(double hertz) {
        double height = Math.log(hertz / MIN_HZ) / Math.log(MAX_HZ / MIN_HZ);
        return HEIGHT * (1 - Math.max(0, Math.min(1, height)));
    }

    /** A line through neighbours that are voiced; one alone is a dot, as the line's cap is round. */
    private static String curve(F0Track f0, double pixelsPerFrame) {
        StringBuilder path = new StringBuilder();
        for (int frame = 0; frame < f0.frames(); frame++) {
            if (f0.voiced(frame)) {
                boolean begins = frame == 0 || !f0.voiced(frame - 1);
                double x = (frame + 0.5) * pixelsPerFrame;
                String place = Html.format("%.1f %.1f", x, y(f0.hertz()[frame]));
                path.append(begins ? "M" + place + "L" + place : "L" + place);
            }
        }
        return path.toString();
    }

    private static byte[] png(float[][] logMel) {
        BufferedImage image = SpectrogramImage.of(logMel);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false); // memory is enough, and a cache on the disk needs a hook at the process's end
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written
        }
        return bytes.toByteArray();
    }
}
