package org.dengbej.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EpochMixTest {

    private static EpochMix.Part part(Double share, int batches, int utterances) {
        int[] perBatch = new int[batches];
        Arrays.fill(perBatch, utterances);
        return new EpochMix.Part(share, perBatch);
    }

    @Test
    void twoOfThreeUtterancesComeFromTheBase() {
        // Given 5 batches of 2 corrections, and a base of 25 batches of 4
        EpochMix mix = new EpochMix(List.of(part(null, 5, 2), part(2.0 / 3, 25, 4)), 1);

        // Then
        assertThat(mix.batches(0)).isEqualTo(5);
        assertThat(mix.batches(1)).as("20 utterances beside 10").isEqualTo(5);
        assertThat(mix.utterances(0)).isEqualTo(10);
        assertThat(mix.utterances(1)).isEqualTo(20);
    }

    @Test
    void othersComeInEachEpochUntilAllWereThere() {
        EpochMix mix = new EpochMix(List.of(part(null, 5, 2), part(2.0 / 3, 25, 4)), 1);
        Set<Integer> seen = new TreeSet<>();
        for (int epoch = 1; epoch <= 5; epoch++) {
            List<Integer> chosen = mix.batches(1, epoch);
            assertThat(chosen).hasSize(5).noneMatch(seen::contains);
            seen.addAll(chosen);
        }
        assertThat(seen).hasSize(25);
        assertThat(mix.batches(1, 6)).hasSize(5).isNotEqualTo(mix.batches(1, 1));
    }

    @Test
    void anEpochIsTheSameEachTime() {
        List<EpochMix.Part> parts = List.of(part(null, 5, 2), part(0.5, 30, 3));
        assertThat(new EpochMix(parts, 7).batches(1, 4)).isEqualTo(new EpochMix(parts, 7).batches(1, 4));
        assertThat(new EpochMix(parts, 7).batches(1, 4)).isNotEqualTo(new EpochMix(parts, 8).batches(1, 4));
    }

    @Test
    void aBaseThatIsSmallerThanItsShareIsInEachEpochWhole() {
        EpochMix mix = new EpochMix(List.of(part(null, 50, 2), part(0.9, 3, 4)), 1);
        assertThat(mix.batches(1, 1)).containsExactly(0, 1, 2);
    }

    @Test
    void whatHasNoShareIsInEachEpochWhole() {
        EpochMix mix = new EpochMix(List.of(part(null, 4, 2), part(null, 6, 1)), 1);
        assertThat(mix.batches(0, 9)).hasSize(4);
        assertThat(mix.batches(1, 9)).hasSize(6);
    }

    @Test
    void severalBasesShareTheEpoch() {
        EpochMix mix = new EpochMix(List.of(part(null, 10, 2), part(0.25, 100, 2), part(0.5, 100, 2)), 1);
        assertThat(mix.batches(1)).as("20 of 80 utterances").isEqualTo(10);
        assertThat(mix.batches(2)).as("40 of 80 utterances").isEqualTo(20);
    }
}
