package org.dengbej.evaluation.report;

import java.util.List;
import java.util.stream.Stream;

/** A measure over the steps of a training, as SVG. */
final class CurveFigure {

    private static final int WIDTH = 420;
    private static final int HEIGHT = 150;
    private static final int LEFT = 48;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 24;
    private static final int TICKS = 3;

    /** Of the values, where they stand still. */
    private static final double MIN_HEIGHT = 0.02;

    private CurveFigure() {}

    /** {@code others}: drawn pale, e.g. the recordings' own value; may be empty. */
    static String svg(String title, List<EvaluationReport.Point> points, List<EvaluationReport.Point> others) {
        List<EvaluationReport.Point> all =
                Stream.concat(points.stream(), others.stream()).toList();
        double low =
                all.stream().mapToDouble(EvaluationReport.Point::value).min().orElse(0);
        double high =
                all.stream().mapToDouble(EvaluationReport.Point::value).max().orElse(1);
        double margin = Math.max((high - low) * 0.1, Math.max(Math.abs(high), 1e-3) * MIN_HEIGHT);
        long last = Math.max(
                1, all.stream().mapToLong(EvaluationReport.Point::step).max().orElse(1));
        Scale scale = new Scale(low - margin, high + margin, last);
        StringBuilder svg = new StringBuilder(Html.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, Html.escape(title)));
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = scale.low + (scale.high - scale.low) * tick / TICKS;
            svg.append(Html.format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT,
                    WIDTH - RIGHT,
                    scale.y(value),
                    scale.y(value),
                    LEFT - 6,
                    scale.y(value) + 4,
                    Html.number(value)));
        }
        svg.append(Html.format(
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">step %,d</text>",
                WIDTH - RIGHT, HEIGHT - 6, last));
        svg.append(line("pale", others, scale)).append(line("curve", points, scale));
        return svg.append("</svg>").toString();
    }

    private record Scale(double low, double high, long last) {

        private double x(long step) {
            return LEFT + (double) (WIDTH - LEFT - RIGHT) * step / last;
        }

        private double y(double value) {
            return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
        }
    }

    private static String line(String kind, List<EvaluationReport.Point> points, Scale scale) {
        StringBuilder path = new StringBuilder();
        for (EvaluationReport.Point point : points) {
            path.append(Html.format(
                    "%s%.1f %.1f", path.isEmpty() ? "M" : "L", scale.x(point.step()), scale.y(point.value())));
        }
        StringBuilder line = new StringBuilder("<path class=\"%s\" d=\"%s\"/>".formatted(kind, path));
        for (EvaluationReport.Point point : points) {
            line.append(Html.format(
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>step %,d: %s</title></circle>",
                    kind, scale.x(point.step()), scale.y(point.value()), point.step(), Html.number(point.value())));
        }
        return line.toString();
    }
}
