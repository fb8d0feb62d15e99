package org.dengbej.prep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void valuesFallIntoTheirBinsWithoutGaps() {
        Histogram histogram = new Histogram(0.5);
        histogram.add(0.5, true);
        histogram.add(0.99, false);
        histogram.add(1.6, true);
        histogram.add(-0.1, true);
        assertThat(histogram.bins())
                .containsExactly(
                        new Histogram.Bin(-0.5, 0, 1, 0),
                        new Histogram.Bin(0, 0.5, 0, 0),
                        new Histogram.Bin(0.5, 1, 1, 1),
                        new Histogram.Bin(1, 1.5, 0, 0),
                        new Histogram.Bin(1.5, 2, 1, 0));
    }

    @Test
    void aWideRangeIsDrawnWithFewBarsAndLosesNothing() {
        Histogram histogram = new Histogram(0.25);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            histogram.add(random.nextDouble() * 3600, i % 3 > 0);
        }
        List<Histogram.Bin> bins = histogram.bins();
        assertThat(bins).hasSizeLessThanOrEqualTo(50);
        assertThat(bins.stream().mapToInt(Histogram.Bin::kept).sum()).isEqualTo(6666);
        assertThat(bins.stream().mapToInt(Histogram.Bin::rejected).sum()).isEqualTo(3334);
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        Histogram histogram = new Histogram(1);
        histogram.add(Double.NaN, true);
        histogram.add(Double.NEGATIVE_INFINITY, true);
        assertThat(histogram.isEmpty()).isTrue();
        assertThat(histogram.bins()).isEmpty();
    }
}
