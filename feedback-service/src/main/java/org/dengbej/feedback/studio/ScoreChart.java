package org.dengbej.feedback.studio;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.dengbej.feedback.statistics.MeanOpinionScore;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** A chart of mean opinion scores with their intervals over the versions of a voice, as PNG. */
final class ScoreChart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;

    /** Pixels per CSS pixel, for screens that have so many. */
    private static final int SCALE = 2;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final double MARGIN = 0.6;
    private static final float LINE_WIDTH = 2;
    private static final double RADIUS = 4;

    /** A version's score. */
    record Point(int version, MeanOpinionScore score) {}

    private ScoreChart() {}

    /** Draws the points, of which there may be none; {@code dark}: for a dark page. */
    static byte[] png(List<Point> points, boolean dark) {
        Color ink = dark ? new Color(0xefe9df) : new Color(0x1d2433);
        Color line = dark ? new Color(0x3a3f4b) : new Color(0xd9d2c5);
        Color accent = dark ? new Color(0xff9486) : new Color(0xb3261e);
        NumberAxis versions = axis("version", ink);
        versions.setAutoRangeIncludesZero(false);
        versions.setRange(first(points) - MARGIN, last(points) + MARGIN);
        versions.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        NumberAxis scores = axis("mean opinion score", ink);
        scores.setRange(1, 5);
        scores.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(data(points), versions, scores, pen(accent));
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(line);
        plot.setDomainGridlinesVisible(false);
        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setBackgroundPaint(null);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ChartUtils.writeScaledChartAsPNG(png, chart, WIDTH, HEIGHT, SCALE, SCALE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static int first(List<Point> points) {
        return points.stream().mapToInt(Point::version).min().orElse(1);
    }

    private static int last(List<Point> points) {
        return points.stream().mapToInt(Point::version).max().orElse(1);
    }

    private static YIntervalSeriesCollection data(List<Point> points) {
        YIntervalSeries series = new YIntervalSeries("score");
        points.forEach(point -> series.add(
                point.version(),
                point.score().mean(),
                point.score().interval().lower(),
                point.score().interval().upper()));
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        return data;
    }

    private static XYErrorRenderer pen(Color accent) {
        XYErrorRenderer pen = new XYErrorRenderer();
        pen.setSeriesPaint(0, accent);
        pen.setErrorPaint(accent);
        pen.setErrorStroke(new BasicStroke(LINE_WIDTH));
        pen.setSeriesShape(0, new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS));
        pen.setDrawXError(false);
        return pen;
    }

    private static NumberAxis axis(String label, Color ink) {
        NumberAxis axis = new NumberAxis(label);
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
        axis.setLabelPaint(ink);
        axis.setTickLabelPaint(ink);
        axis.setAxisLinePaint(ink);
        return axis;
    }
}
