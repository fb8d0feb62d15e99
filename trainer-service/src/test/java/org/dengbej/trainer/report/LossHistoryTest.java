package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.trainer.report.LossHistory.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossHistoryTest {

    @TempDir
    Path folder;

    private static double loss(long step) {
        return 2 + Math.sin(step * 0.7) / step;
    }

    private static LossHistory add(LossHistory history, long first, long last) {
        for (long step = first; step <= last; step++) {
            history.add(step, Map.of("mel", loss(step), "kl", 3 * loss(step)));
        }
        return history;
    }

    @Test
    void aShortRunKeepsEveryStep() {
        assertThat(add(new LossHistory(), 1, 3).terms())
                .containsOnlyKeys("kl", "mel")
                .containsEntry(
                        "mel", List.of(new Point(1, 1, loss(1)), new Point(2, 1, loss(2)), new Point(3, 1, loss(3))));
    }

    @Test
    void aLongRunKeepsAThousandPointsThatStandForAllSteps() {
        List<Point> points = add(new LossHistory(), 1, 100_003).terms().get("mel");
        assertThat(points).hasSizeBetween(LossHistory.MAX_POINTS / 2, LossHistory.MAX_POINTS);
        assertThat(points.get(points.size() - 1).step()).isEqualTo(100_003);
        assertThat(points.stream().mapToLong(Point::count).sum()).isEqualTo(100_003);

        Point second = points.get(1);
        double sum = 0;
        for (long step = second.step() - second.count() + 1; step <= second.step(); step++) {
            sum += loss(step);
        }
        assertThat(second.mean()).isCloseTo(sum / second.count(), within(1e-12));
    }

    @Test
    void whatWasPutAwayGoesOnAsIfItHadNotBeen() throws IOException {
        for (long kept : new long[] {1, 1024, 1025, 1026, 5000}) {
            Path file = folder.resolve("losses.json");
            add(new LossHistory(), 1, kept).write(file);
            assertThat(add(LossHistory.read(file), kept + 1, 9000).terms())
                    .as("put away at %d", kept)
                    .isEqualTo(add(new LossHistory(), 1, 9000).terms());
        }
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        LossHistory history = add(new LossHistory(), 1, 1);
        history.add(2, Map.of("mel", Double.NaN, "kl", Double.POSITIVE_INFINITY));
        assertThat(history.terms()).isEqualTo(add(new LossHistory(), 1, 1).terms());
    }
}
