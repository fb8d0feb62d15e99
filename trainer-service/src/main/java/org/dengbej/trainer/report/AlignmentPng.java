package org.dengbej.trainer.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.TextAnchor;

/** The alignment of symbols and time as a picture: a staircase from the text's beginning, at the bottom, to its end. */
public final class AlignmentPng {

    private static final int PIXELS_PER_TOKEN = 8;

    /** A letter's place from the end of its step, in frames and rows: where no other step is. */
    private static final double LETTER_RIGHT = 0.7;

    private static final double LETTER_BELOW = 0.6;

    private AlignmentPng() {}

    /**
     * Draws it.
     *
     * @param symbols       of the text's tokens; empty for a blank
     * @param frames        of each token
     * @param secondsPerFrame from one frame to the next
     */
    public static byte[] of(List<String> symbols, float[] frames, double secondsPerFrame) {
        if (symbols.isEmpty() || symbols.size() != frames.length) {
            throw new IllegalArgumentException("expected as many durations as symbols, at least one; found %d and %d"
                    .formatted(frames.length, symbols.size()));
        }
        int total = 0;
        XYPlot plot = Chart.plot(null, tokens(symbols));
        for (int token = 0; token < frames.length; token++) {
            int end = total + Math.round(frames[token]);
            Color colour = symbols.get(token).isEmpty() ? Chart.PALE : Chart.STRONG;
            plot.addAnnotation(new XYBoxAnnotation(
                    total * secondsPerFrame, token - 0.5, end * secondsPerFrame, token + 0.5, null, null, colour));
            plot.addAnnotation(Chart.text(
                    visible(symbols.get(token)), (end + LETTER_RIGHT) * secondsPerFrame, token - LETTER_BELOW));
            total = end;
        }
        plot.setDomainAxis(Chart.numbers("seconds", 0, Math.max(1, total) * secondsPerFrame, "0.0"));
        return Chart.png(plot, Chart.width(total), symbols.size() * PIXELS_PER_TOKEN);
    }

    private static NumberAxis tokens(List<String> symbols) {
        List<NumberTick> ticks = new ArrayList<>();
        for (int token = 0; token < symbols.size(); token++) {
            if (!symbols.get(token).isEmpty()) {
                ticks.add(new NumberTick(
                        token, visible(symbols.get(token)), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0));
            }
        }
        return Chart.names(ticks, -0.5, symbols.size() - 0.5);
    }

    private static String visible(String symbol) {
        return symbol.equals(" ") ? "\u2423" : symbol;
    }
}
