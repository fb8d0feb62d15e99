package org.dengbej.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dengbej.trainer.evaluation.HeldOut.Split;
import org.junit.jupiter.api.Test;

class HeldOutTest {

    private static List<String> ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("kmr_%04d"::formatted).toList();
    }

    @Test
    void theUtterancesAreThoseOfTheOneLineOfPython() {
        assertThat(new HeldOut(0.05).split(ids(100)).heldOut())
                .containsExactlyInAnyOrder("kmr_0039", "kmr_0046", "kmr_0052");
    }

    @Test
    void theIdIsReadAsUtf8() {
        // hashlib.sha256("dilê min".encode()): 0.33339291...
        assertThat(new HeldOut(0.3334).includes("dilê min")).isTrue();
        assertThat(new HeldOut(0.3333).includes("dilê min")).isFalse();
    }

    @Test
    void neitherOrderNorCompanyChangesTheDecision() {
        List<String> shuffled = new ArrayList<>(ids(400));
        Collections.shuffle(shuffled, new Random(7));
        Split all = new HeldOut(0.1).split(shuffled);
        Split some = new HeldOut(0.1).split(ids(100));
        assertThat(all.heldOut()).containsAll(some.heldOut());
        assertThat(all.heldOut().stream().filter(ids(100)::contains))
                .hasSize(some.heldOut().size());
    }

    @Test
    void aLargerShareHoldsOutTheSameAndMore() {
        Split fewer = new HeldOut(0.05).split(ids(1000));
        Split more = new HeldOut(0.2).split(ids(1000));
        assertThat(more.heldOut()).hasSizeGreaterThan(fewer.heldOut().size()).containsAll(fewer.heldOut());
    }

    @Test
    void aboutTheShareIsHeldOut() {
        int heldOut = new HeldOut(0.05).split(ids(20_000)).heldOut().size();
        assertThat(heldOut / 20_000.0).isCloseTo(0.05, within(0.005));
    }

    @Test
    void anUtteranceThatComesTwiceCountsOnce() {
        assertThat(new HeldOut(0.1).split(List.of("a", "b", "a")).utterances()).isEqualTo(2);
    }

    @Test
    void aDataSetTooSmallToHoldAnythingOutIsSaidSo() {
        assertThat(new HeldOut(0.05).split(ids(9)).shortcoming())
                .hasValue("nothing is measured: of 9 utterances none is held out at a share of 0.05; "
                        + "add recordings or hold out more");
        assertThat(new HeldOut(0.05).split(List.of()).shortcoming()).isPresent();
        assertThat(new HeldOut(0).split(ids(100)).shortcoming())
                .hasValueSatisfying(why -> assertThat(why).contains("share of utterances held out is 0"));
        assertThat(new HeldOut(0.05).split(ids(100)).shortcoming()).isEmpty();
    }

    @Test
    void whereNothingWouldBeLeftToTrainOnNothingIsHeldOut() {
        HeldOut heldOut = new HeldOut(0.1);
        assertThat(heldOut.includes("kmr_0039")).isTrue();
        Split split = heldOut.split(List.of("kmr_0039"));
        assertThat(split.heldOut()).isEmpty();
        assertThat(split.shortcoming()).isPresent();
    }

    @Test
    void aShareOutOfRangeIsRefused() {
        for (double share : new double[] {-0.1, 0.51, Double.NaN}) {
            assertThatThrownBy(() -> new HeldOut(share))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 0.5, found " + share);
        }
    }
}
