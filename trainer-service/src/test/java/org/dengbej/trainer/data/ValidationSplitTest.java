package org.dengbej.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {

    private static List<String> ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("kmr_%04d"::formatted).toList();
    }

    private static List<String> validation(double fraction, int count) {
        ValidationSplit validation = new ValidationSplit(fraction);
        return ids(count).stream().filter(validation::includes).toList();
    }

    @Test
    void theUtterancesAreThoseOfTheOneLineOfPython() {
        assertThat(validation(0.05, 100)).containsExactly("kmr_0039", "kmr_0046", "kmr_0052");
    }

    @Test
    void theIdIsReadAsUtf8() {
        // hashlib.sha256("dilê min".encode()): 0.33339291...
        assertThat(new ValidationSplit(0.3334).includes("dilê min")).isTrue();
        assertThat(new ValidationSplit(0.3333).includes("dilê min")).isFalse();
    }

    @Test
    void aLargerShareHoldsOutTheSameAndMore() {
        List<String> fewer = validation(0.05, 1000);
        assertThat(validation(0.2, 1000)).hasSizeGreaterThan(fewer.size()).containsAll(fewer);
    }

    @Test
    void theSplitIsAboutTheFraction() {
        int validation = validation(0.05, 20_000).size();
        assertThat(validation / 20_000.0).isCloseTo(0.05, within(0.005));
    }

    @Test
    void aShareOutOfRangeIsRefused() {
        for (double fraction : new double[] {-0.1, 0.51, Double.NaN}) {
            assertThatThrownBy(() -> new ValidationSplit(fraction))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 0.5, found " + fraction);
        }
    }
}
