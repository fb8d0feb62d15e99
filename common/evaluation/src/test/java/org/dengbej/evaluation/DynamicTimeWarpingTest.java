package org.dengbej.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dengbej.evaluation.DynamicTimeWarping.Path;
import org.junit.jupiter.api.Test;

/** Numbers of {@code librosa.sequence.dtw} 0.11.0; for a band, with infinite costs outside it. */
class DynamicTimeWarpingTest {

    /** {@code [sin(0.2 i - late), cos(0.13 i - lag)]} */
    private static double[][] wave(int frames, double late, double lag) {
        double[][] wave = new double[frames][];
        for (int i = 0; i < frames; i++) {
            wave[i] = new double[] {Math.sin(0.2 * i - late), Math.cos(0.13 * i - lag)};
        }
        return wave;
    }

    private static final double[][] EARLY = wave(40, 0, 0);
    private static final double[][] LATE = wave(44, 1.5, 1);

    private static void assertPath(Path found, double cost, int length) {
        assertThat(found.cost()).isCloseTo(cost, within(1e-9));
        assertThat(found.length()).isEqualTo(length);
    }

    @Test
    void theCheapestPathIsLibrosas() {
        assertPath(DynamicTimeWarping.align(EARLY, LATE), 9.378270581520072, 48);
        assertPath(DynamicTimeWarping.align(LATE, EARLY), 9.378270581520072, 48);
        assertThat(DynamicTimeWarping.align(EARLY, LATE).mean()).isCloseTo(9.378270581520072 / 48, within(1e-9));
    }

    @Test
    void aBandKeepsThePathNearTheDiagonal() {
        assertPath(DynamicTimeWarping.align(EARLY, LATE, 5), 21.267280787310135, 45);
        assertPath(DynamicTimeWarping.align(EARLY, LATE, 7), 9.922235020798041, 47);
        assertPath(DynamicTimeWarping.align(EARLY, LATE, 8), 9.378270581520072, 48);
    }

    @Test
    void aBandNarrowerThanTheDifferenceOfLengthsIsAsWideAsThat() {
        assertPath(DynamicTimeWarping.align(EARLY, LATE, 0), 26.815373467737558, 44);
        assertPath(DynamicTimeWarping.align(EARLY, LATE, 4), 26.815373467737558, 44);
    }

    @Test
    void theSameTwiceCostsNothingAndWalksStraight() {
        assertPath(DynamicTimeWarping.align(EARLY, EARLY), 0, 40);
        assertPath(DynamicTimeWarping.align(EARLY, EARLY, 0), 0, 40);
    }

    @Test
    void slowerSpeechCostsNothing() {
        double[][] slow = new double[80][];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = EARLY[i / 2];
        }
        Path path = DynamicTimeWarping.align(EARLY, slow);
        assertPath(path, 0, 80);
        for (int i = 0; i < 80; i++) {
            assertThat(path.first()[i]).isEqualTo(i / 2);
            assertThat(path.second()[i]).isEqualTo(i);
        }
    }

    @Test
    void aPathLeadsFromBothBeginningsToBothEndsAndItsPairsAddUpToItsCost() {
        Path path = DynamicTimeWarping.align(EARLY, LATE);
        double cost = 0;
        for (int i = 0; i < path.length(); i++) {
            double[] a = EARLY[path.first()[i]];
            double[] b = LATE[path.second()[i]];
            cost += Math.hypot(a[0] - b[0], a[1] - b[1]);
        }
        assertThat(cost).isCloseTo(path.cost(), within(1e-9));
        assertThat(path.first()).startsWith(0).endsWith(39).isSorted();
        assertThat(path.second()).startsWith(0).endsWith(43).isSorted();
    }

    @Test
    void nothingCannotBeAligned() {
        assertThatThrownBy(() -> DynamicTimeWarping.align(new double[0][], LATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0, 44");
    }
}
