package org.dengbej.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void theIntervalIsScipys() {
        // scipy.stats.t.interval(0.95, 3, loc=mean, scale=scipy.stats.sem([1, 2, 3, 6]))
        Measure measure = Measure.of(1, 2, 3, 6);
        assertThat(measure.mean()).isEqualTo(3);
        assertThat(measure.lower()).isCloseTo(-0.437435, within(1e-4));
        assertThat(measure.upper()).isCloseTo(6.437435, within(1e-4));
    }

    @Test
    void theIntervalOfManyIsScipysToo() {
        // The same of range(40): 39 degrees of freedom
        Measure measure = Measure.of(IntStream.range(0, 40).asDoubleStream().toArray());
        assertThat(measure.lower()).isCloseTo(15.761212, within(1e-4));
        assertThat(measure.upper()).isCloseTo(23.238788, within(1e-4));
    }

    @Test
    void equalValuesLeaveNoDoubt() {
        Measure measure = Measure.of(2, 2, 2);
        assertThat(measure).isEqualTo(new Measure(2, 2, 2, 3));
    }

    @Test
    void ofOneUtteranceNothingFollows() {
        Measure measure = Measure.of(4);
        assertThat(measure.hasInterval()).isFalse();
        assertThat(measure.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(measure.upper()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void noUtteranceAndNoNumberAreRefused() {
        assertThatThrownBy(Measure::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Measure.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Arrays.stream(VoiceMeasure.values()).map(VoiceMeasure::key)).doesNotHaveDuplicates();
    }
}
