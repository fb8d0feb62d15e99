package org.dengbej.prep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A bar chart as the coordinates of an SVG image, in pixels from its upper left corner.
 *
 * @param title above it
 * @param note  below it; blank: none
 * @param bars  rectangles, each with its class for the style sheet
 * @param texts at ticks and bars
 * @param lines of the grid
 */
public record BarChart(
        String title, String note, int width, int height, List<Bar> bars, List<Text> texts, List<Line> lines) {

    /** A rectangle; {@code title} is shown when it is pointed at. */
    public record Bar(String kind, String x, String y, String width, String height, String title) {}

    /** {@code anchor}: start, middle or end. */
    public record Text(String kind, String x, String y, String anchor, String text) {}

    public record Line(String x1, String y1, String x2, String y2) {}

    private static final int WIDTH = 640;
    private static final int HEIGHT = 220;
    private static final int LEFT = 48;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;
    private static final int TICKS = 4;
    private static final int ROW_HEIGHT = 24;
    private static final int NAME_WIDTH = 180;
    private static final int VALUE_WIDTH = 110;
    private static final int MAX_NAME_CHARACTERS = 24;

    /** Clips by a measure: those that are kept, and on top of them those that are rejected. */
    static BarChart of(String title, String unit, String note, Histogram histogram) {
        List<Histogram.Bin> bins = histogram.bins();
        int most = bins.stream().mapToInt(Histogram.Bin::clips).max().orElse(1);
        double top = roundUp(most);
        double plotHeight = HEIGHT - TOP - BOTTOM;
        double step = (double) (WIDTH - LEFT - RIGHT) / bins.size();
        List<Bar> bars = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        scale(top, plotHeight, texts, lines);
        int labelled = Math.max(1, (int) Math.ceil(bins.size() / 10.0));
        for (int i = 0; i < bins.size(); i++) {
            Histogram.Bin bin = bins.get(i);
            double x = LEFT + i * step;
            double kept = plotHeight * bin.kept() / top;
            double rejected = plotHeight * bin.rejected() / top;
            String hint = "%s to %s %s: %d kept, %d rejected"
                    .formatted(number(bin.from()), number(bin.to()), unit, bin.kept(), bin.rejected());
            double width = Math.max(1, step - 1);
            bars.add(bar("kept", x, TOP + plotHeight - kept, width, kept, hint));
            bars.add(bar("rejected", x, TOP + plotHeight - kept - rejected, width, rejected, hint));
            if (i % labelled == 0) {
                texts.add(text("tick", x, HEIGHT - BOTTOM + 15, "middle", number(bin.from())));
            }
        }
        texts.add(text("tick", WIDTH - RIGHT, HEIGHT - 2, "end", unit));
        return new BarChart(title, note, WIDTH, HEIGHT, bars, texts, lines);
    }

    private static void scale(double top, double plotHeight, List<Text> texts, List<Line> lines) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double y = TOP + plotHeight * (1 - (double) tick / TICKS);
            lines.add(new Line(px(LEFT), px(y), px(WIDTH - RIGHT), px(y)));
            texts.add(text("tick", LEFT - 6, y + 4, "end", number(top * tick / TICKS)));
        }
    }

    /** Bars of the characters' counts, on a logarithmic scale, since the rare ones are those to look for. */
    static BarChart of(String title, String note, List<CharacterCounts.Count> counts) {
        double most = Math.log1p(
                counts.stream().mapToLong(CharacterCounts.Count::count).max().orElse(1));
        double plotHeight = HEIGHT - TOP - BOTTOM;
        int width = Math.max(WIDTH, counts.size() * 18 + 2 * RIGHT);
        double step = Math.min(32, (double) (width - 2 * RIGHT) / Math.max(1, counts.size()));
        List<Bar> bars = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            CharacterCounts.Count count = counts.get(i);
            double height = plotHeight * Math.log1p(count.count()) / most;
            double x = RIGHT + i * step;
            String kind = count.dropped() ? "dropped" : "kept";
            String hint = "%s: %d%s (%s)"
                    .formatted(
                            count.character(),
                            count.count(),
                            count.dropped() ? ", dropped" : "",
                            codePoints(count.character()));
            bars.add(bar(kind, x, TOP + plotHeight - height, step - 2, height, hint));
            texts.add(text(kind, x + (step - 2) / 2, HEIGHT - BOTTOM + 16, "middle", count.character()));
        }
        return new BarChart(title, note, width, HEIGHT, bars, texts, List.of());
    }

    private static String codePoints(String character) {
        return String.join(
                " ",
                character
                        .codePoints()
                        .mapToObj(point -> String.format(Locale.ROOT, "U+%04X", point))
                        .toList());
    }

    /** A row of a chart of names. */
    record Row(String name, double value, String shown, boolean kept) {}

    /** A horizontal bar a name. */
    static BarChart ofRows(String title, String note, List<Row> rows) {
        double most = rows.stream().mapToDouble(Row::value).max().orElse(1);
        double plotWidth = WIDTH - NAME_WIDTH - VALUE_WIDTH;
        List<Bar> bars = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        IntStream.range(0, rows.size()).forEach(i -> {
            Row row = rows.get(i);
            double y = i * ROW_HEIGHT;
            double width = most > 0 ? plotWidth * row.value / most : 0;
            String kind = row.kept ? "kept" : "rejected";
            bars.add(bar(kind, NAME_WIDTH, y + 4, Math.max(1, width), ROW_HEIGHT - 8, row.name + ": " + row.shown));
            texts.add(text("name", NAME_WIDTH - 8, y + ROW_HEIGHT - 8, "end", shortened(row.name)));
            texts.add(text("tick", NAME_WIDTH + width + 8, y + ROW_HEIGHT - 8, "start", row.shown));
        });
        return new BarChart(title, note, WIDTH, Math.max(1, rows.size()) * ROW_HEIGHT, bars, texts, List.of());
    }

    private static String shortened(String name) {
        int characters = name.codePointCount(0, name.length());
        return characters <= MAX_NAME_CHARACTERS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_CHARACTERS - 1)) + "…";
    }

    /** The next number of which a quarter is whole, or round. */
    private static double roundUp(int most) {
        for (double power = 1; ; power *= 10) {
            for (double step : new double[] {4, 8, 12, 20, 40}) {
                if (step * power >= most) {
                    return step * power;
                }
            }
        }
    }

    private static Bar bar(String kind, double x, double y, double width, double height, String title) {
        return new Bar(kind, px(x), px(y), px(width), px(height), title);
    }

    private static Text text(String kind, double x, double y, String anchor, String text) {
        return new Text(kind, px(x), px(y), anchor, text);
    }

    private static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("0$", "");
    }
}
