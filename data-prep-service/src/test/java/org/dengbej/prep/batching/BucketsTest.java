package org.dengbej.prep.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final List<Integer> LENGTHS =
            new Random(1).ints(500, 50, 1200).boxed().toList();

    private static int padded(List<Integer> batch) {
        return batch.size() * batch.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    @Test
    void everyItemIsInOneBatchAndNoBatchHoldsMoreThanAllowed() {
        List<List<Integer>> batches = new Buckets(8, 4000, 3).of(LENGTHS, length -> length);

        assertThat(batches.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(LENGTHS.stream().sorted().toList());
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch).hasSizeLessThanOrEqualTo(8);
            assertThat(padded(batch)).isLessThanOrEqualTo(4000);
        });
    }

    @Test
    void lessThanFivePercentIsPadding() {
        List<List<Integer>> batches = new Buckets(8, 8000, 3).of(LENGTHS, length -> length);
        double padded = batches.stream().mapToInt(BucketsTest::padded).sum();
        double held = LENGTHS.stream().mapToInt(Integer::intValue).sum();
        assertThat(padded / held).isLessThan(1.05);
    }

    @Test
    void theSeedDecidesTheOrder() {
        List<List<Integer>> batches = new Buckets(4, 4000, 3).of(LENGTHS, length -> length);
        assertThat(new Buckets(4, 4000, 3).of(LENGTHS, length -> length)).isEqualTo(batches);
        assertThat(new Buckets(4, 4000, 4).of(LENGTHS, length -> length)).isNotEqualTo(batches);
    }
}
