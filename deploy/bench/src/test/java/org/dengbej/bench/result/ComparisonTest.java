package org.dengbej.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void theMedianIsTheMiddleValueWhateverTheOrder() {
        assertThat(Comparison.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Comparison.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Comparison.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aComparisonIsOfMediansAndItsRatioIsOursByThePeers() {
        Comparison comparison =
                Comparison.of(Metric.TRAIN_STEP_SECONDS, List.of(3.0, 4.0, 50.0), List.of(5.0, 6.0, 4.0));

        assertThat(comparison.json())
                .isEqualTo("{\"name\":\"train_step_seconds\",\"ours\":4.0,\"peer\":5.0,\"ratio\":0.8,\"unit\":\"s\"}");
        assertThat(comparison.line()).matches("train_step_seconds +4\\.000 +5\\.000 +0\\.800 +s");
    }

    @Test
    void withoutAPeerThereIsNoRatio() {
        Comparison comparison = Comparison.of(Metric.SYNTHESIS_RTF, List.of(0.25), List.of());

        assertThat(comparison.json())
                .isEqualTo("{\"name\":\"synthesis_rtf\",\"ours\":0.25,\"peer\":null,\"ratio\":null,\"unit\":\"s/s\"}");
        assertThat(comparison.line()).matches("synthesis_rtf +0\\.250 +- +- +s/s");
    }
}
