package org.dengbej.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** The look that our pictures share. */
final class Chart {

    static {
        // Before the first class of AWT: a DISPLAY that leads nowhere would be an error otherwise.
        System.setProperty("java.awt.headless", "true");
        // Its cache on the disk needs a hook at the process's end, which a process that is stopping refuses; memory is
        // enough.
        ImageIO.setUseCache(false);
    }

    static final Color STRONG = new Color(0x51, 0x12, 0x7c);
    static final Color PALE = new Color(0xc9, 0xc4, 0xe3);
    static final Color OTHER = new Color(0xf5, 0x6b, 0x5c);
    static final Color VEIL = new Color(255, 255, 255, 200);
    private static final Color INK = new Color(0x33, 0x33, 0x3d);
    private static final Color GRID = new Color(0xe4, 0xe4, 0xea);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);

    /** Pixels for the labels of the vertical and of the horizontal axis. */
    private static final int LEFT = 44;

    private static final int BOTTOM = 40;

    /** Pixels to the edge of the picture: on the left, and elsewhere. */
    private static final int EDGE = 8;

    private static final int MARGIN = 20;

    private static final int MIN_PIXELS_PER_FRAME = 2;
    private static final int MAX_PIXELS_PER_FRAME = 6;
    private static final int COMFORTABLE_WIDTH = 720;

    private Chart() {}

    /** Pixels for so many frames: whole ones for each, the same in all pictures of a sound. */
    static int width(int frames) {
        int pixels = COMFORTABLE_WIDTH / Math.max(1, frames);
        return Math.max(1, frames) * Math.max(MIN_PIXELS_PER_FRAME, Math.min(MAX_PIXELS_PER_FRAME, pixels));
    }

    /** An axis of numbers, in such a {@link DecimalFormat}, whatever the machine's language. */
    static NumberAxis numbers(String label, double low, double high, String format) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(low, high);
        axis.setStandardTickUnits(new NumberTickUnitSource(
                !format.contains("."), new DecimalFormat(format, DecimalFormatSymbols.getInstance(Locale.ROOT))));
        dress(axis);
        return axis;
    }

    /** An axis of names. */
    static NumberAxis names(List<? extends ValueTick> ticks, double low, double high) {
        NumberAxis axis = new NumberAxis() {
            @Override
            public List<? extends ValueTick> refreshTicks(
                    Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
                return ticks;
            }
        };
        axis.setRange(low, high);
        dress(axis);
        return axis;
    }

    private static void dress(ValueAxis axis) {
        axis.setLabelFont(SMALL);
        axis.setTickLabelFont(SMALL);
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(INK);
        axis.setTickMarkPaint(INK);
    }

    /** A text that begins at a place of the data. */
    static XYTextAnnotation text(String text, double x, double y) {
        XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
        annotation.setTextAnchor(TextAnchor.CENTER_LEFT);
        annotation.setFont(SMALL);
        annotation.setPaint(INK);
        return annotation;
    }

    /** A plot whose data cover exactly the pixels that its picture leaves them. */
    static XYPlot plot(ValueAxis horizontal, ValueAxis vertical) {
        // Without a renderer there are no grid lines.
        XYPlot plot = new XYPlot(null, horizontal, vertical, new XYLineAndShapeRenderer());
        dress(plot);
        plot.setFixedDomainAxisSpace(space(0, BOTTOM));
        plot.setFixedRangeAxisSpace(space(LEFT, 0));
        return plot;
    }

    static void dress(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
    }

    private static AxisSpace space(double left, double bottom) {
        AxisSpace space = new AxisSpace();
        space.setLeft(left);
        space.setBottom(bottom);
        return space;
    }

    /** Draws a plot whose data cover so many pixels. */
    static byte[] png(Plot plot, int dataWidth, int dataHeight) {
        int width = EDGE + LEFT + dataWidth + MARGIN;
        int height = MARGIN + dataHeight + BOTTOM;
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(MARGIN, EDGE, 0, MARGIN));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        requireFont(graphics);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        graphics.dispose();
        return png(image);
    }

    /** Java draws text with the machine's fonts alone, and says in its own ways that there are none. */
    private static void requireFont(Graphics2D graphics) {
        try {
            graphics.getFontMetrics(SMALL);
        } catch (InternalError | LinkageError | RuntimeException e) {
            throw new UndrawablePictureException(
                    "this machine has no font to draw with; install fontconfig and a font, e.g. fonts-dejavu-core", e);
        }
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written
        }
        return bytes.toByteArray();
    }
}
