package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedDrawsTest {

    private static float[] mask(List<String> keys, int... shape) {
        return Draws.keyed(7, keys).dropout("layer", 0.25, keys.size(), shape);
    }

    @Test
    void aMaskDropsItsShareAndScalesTheRest() {
        float[] mask = mask(List.of("a", "b"), 100, 200);
        long dropped = IntStream.range(0, mask.length).filter(i -> mask[i] == 0).count();
        assertThat(dropped / (double) mask.length).isCloseTo(0.25, within(0.01));
        assertThat(mask).containsOnly(0, (float) (1 / 0.75));
    }

    @Test
    void paddingChangesNothingOfWhatIsThere() {
        // Given a mask of [heads, rows, columns], and a longer one
        float[] small = mask(List.of("a"), 2, 3, 4);
        float[] padded = mask(List.of("a"), 2, 5, 9);

        // Then
        for (int head = 0; head < 2; head++) {
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 4; column++) {
                    assertThat(padded[(head * 5 + row) * 9 + column]).isEqualTo(small[(head * 3 + row) * 4 + column]);
                }
            }
        }
    }

    @Test
    void anItemDropsTheSameWhateverElseIsInItsBatch() {
        float[] alone = mask(List.of("b"), 50);
        float[] second = mask(List.of("a", "b"), 50);
        assertThat(IntStream.range(0, 50).allMatch(i -> alone[i] == second[50 + i]))
                .isTrue();
    }

    @Test
    void layersItemsAndRowsDropApart() {
        Draws draws = Draws.keyed(7, List.of("a", "b"));
        float[] first = draws.dropout("first", 0.5, 2, 2, 64);
        float[] second = draws.dropout("second", 0.5, 2, 2, 64);
        assertThat(first).isNotEqualTo(second);
        for (int row = 1; row < 4; row++) {
            int from = row * 64;
            assertThat(IntStream.range(0, 64).allMatch(i -> first[i] == first[from + i]))
                    .isFalse();
        }
    }
}
