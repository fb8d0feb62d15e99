package org.dengbej.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dengbej.trainer.report.LossHistory.Point;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A panel for each loss, over the steps: the points pale, their moving mean strong, those of the validation split with dots. */
public final class LossCurvesPng {

    private static final int WIDTH = 840;
    private static final int PANEL_HEIGHT = 130;
    private static final int GAP = 14;

    /** A moving mean reaches over this part of the curve to either side: one sixtieth. */
    private static final int SMOOTHING = 60;

    /** The percentage of points on either side that is cut off: a first step is often far above all others. */
    private static final double CUT_PERCENT = 1;

    /** Of the data, that is left free above and below, and to the right. */
    private static final double MARGIN = 0.06;

    private static final double EDGE = 0.01;

    /** Of a panel, as it is and relative to the value: a loss that stands still has no height of its own. */
    private static final double MIN_HEIGHT = 1e-3;

    private static final Shape DOT = new Ellipse2D.Double(-3, -3, 6, 6);

    private LossCurvesPng() {}

    /**
     * Draws them.
     *
     * @param trained of the steps, at least one point
     * @param validation of the evaluations, terms named likewise; may be empty
     */
    public static byte[] of(LossHistory trained, LossHistory validation) {
        SortedSet<String> terms = new TreeSet<>(trained.terms().keySet());
        terms.addAll(validation.terms().keySet());
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("no step has been trained: there is no curve to draw");
        }
        CombinedDomainXYPlot panels = new CombinedDomainXYPlot(steps(trained, validation));
        panels.setGap(GAP);
        Chart.dress(panels);
        for (String term : terms) {
            panels.add(panel(
                    term,
                    trained.terms().getOrDefault(term, List.of()),
                    validation.terms().getOrDefault(term, List.of())));
        }
        return Chart.png(panels, WIDTH, terms.size() * (PANEL_HEIGHT + GAP) - GAP);
    }

    private static NumberAxis steps(LossHistory... histories) {
        long last = Stream.of(histories)
                .flatMap(history -> history.terms().values().stream())
                .mapToLong(points -> points.get(points.size() - 1).step())
                .max()
                .orElseThrow();
        return Chart.numbers("step", 0, Math.max(1, last) * (1 + EDGE), "#,##0");
    }

    private static XYPlot panel(String term, List<Point> trained, List<Point> validation) {
        List<Point> smooth = smooth(trained);
        XYSeriesCollection curves = new XYSeriesCollection();
        XYLineAndShapeRenderer pens = new XYLineAndShapeRenderer(true, false);
        pens.setDrawSeriesLineAsPath(true);
        add(curves, pens, line("trained", trained), Chart.PALE, 1);
        add(curves, pens, line("smooth", smooth), Chart.STRONG, 2);
        add(curves, pens, line("validation", validation), Chart.OTHER, 2);
        pens.setSeriesShapesVisible(1, smooth.size() == 1);
        pens.setSeriesShapesVisible(2, true);
        pens.setDefaultShape(DOT);
        pens.setAutoPopulateSeriesShape(false);
        XYPlot panel = new XYPlot(curves, null, range(trained, validation), pens);
        panel.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        Chart.dress(panel);
        caption(panel, 1, term + last(smooth), Chart.STRONG);
        if (!validation.isEmpty()) {
            caption(panel, 0.86, "validation" + last(validation), Chart.OTHER);
        }
        return panel;
    }

    private static void add(
            XYSeriesCollection curves, XYLineAndShapeRenderer pens, XYSeries curve, Color colour, float width) {
        int index = curves.getSeriesCount();
        curves.addSeries(curve);
        pens.setSeriesPaint(index, colour);
        pens.setSeriesStroke(index, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static XYSeries line(String name, List<Point> points) {
        XYSeries line = new XYSeries(name, false);
        points.forEach(point -> line.add(point.step(), point.mean(), false));
        return line;
    }

    /** Means about each point, so that the curve does not lag behind. */
    private static List<Point> smooth(List<Point> points) {
        int reach = points.size() / SMOOTHING;
        List<Point> result = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double mean = points.subList(Math.max(0, i - reach), Math.min(points.size(), i + reach + 1)).stream()
                    .mapToDouble(Point::mean)
                    .average()
                    .orElseThrow();
            result.add(new Point(points.get(i).step(), points.get(i).count(), mean));
        }
        return result;
    }

    private static NumberAxis range(List<Point> trained, List<Point> validation) {
        double[] values = trained.stream().mapToDouble(Point::mean).sorted().toArray();
        int cut = (int) (values.length * CUT_PERCENT / 100);
        DoubleSummaryStatistics seen = DoubleStream.concat(
                        Arrays.stream(values, cut, values.length - cut),
                        validation.stream().mapToDouble(Point::mean))
                .summaryStatistics();
        double height = Math.max(seen.getMax() - seen.getMin(), Math.max(MIN_HEIGHT, MIN_HEIGHT * seen.getMax()));
        double margin = height * MARGIN;
        return Chart.numbers(null, seen.getMin() - margin, seen.getMax() + 2 * margin, "0.#####");
    }

    private static String last(List<Point> points) {
        return points.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "  %.4g", points.get(points.size() - 1).mean());
    }

    private static void caption(XYPlot panel, double height, String text, Color colour) {
        TextTitle title = new TextTitle(text, Chart.BOLD);
        title.setPaint(colour);
        title.setBackgroundPaint(Chart.VEIL);
        panel.addAnnotation(new XYTitleAnnotation(1, height, title, RectangleAnchor.TOP_RIGHT));
    }
}
