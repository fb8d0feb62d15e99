package org.dengbej.prep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.ShardRange;
import org.dengbej.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardJoinerTest {

    private static final PrepareDataset REQUEST =
            new PrepareDataset("kmr", URI.create("file:///s"), "pairs", "voice", null, null, null, null, 0, 1, null);

    private static int partition(String preparation, int shard) {
        return ShardJoiner.partition(
                new PrepareShard("kmr", preparation, 5, REQUEST, "ab", shard, new ShardRange(shard * 10, 10), 0));
    }

    static Stream<String> preparations() {
        return IntStream.range(0, 24).mapToObj(offset -> "2-" + offset);
    }

    @ParameterizedTest
    @MethodSource("preparations")
    void twelveShardsThatFollowEachOtherHaveAPartitionEach(String preparation) {
        Set<Integer> partitions = IntStream.range(0, Topics.SHARD_PARTITIONS)
                .mapToObj(shard -> partition(preparation, shard))
                .collect(Collectors.toSet());

        assertThat(partitions).hasSize(Topics.SHARD_PARTITIONS);
    }

    @ParameterizedTest
    @MethodSource("preparations")
    void twoReplicasShareAFewShardsEvenlyHoweverTheyDivideThePartitions(String preparation) {
        List<IntPredicate> firstReplica =
                List.of(partition -> partition < Topics.SHARD_PARTITIONS / 2, partition -> partition % 2 == 0);

        for (IntPredicate first : firstReplica) {
            for (int shards = 3; shards <= Topics.SHARD_PARTITIONS; shards++) {
                long ofFirst = IntStream.range(0, shards)
                        .map(shard -> partition(preparation, shard))
                        .filter(first)
                        .count();

                assertThat(ofFirst).as("of %d shards", shards).isBetween(shards / 2L - 1, (shards + 1) / 2L + 1);
            }
        }
    }

    @Test
    void aDataSetKeepsItsPartitionsFromWindowToWindow() {
        assertThat(partition("2-17", Topics.SHARD_PARTITIONS + 3)).isEqualTo(partition("2-17", 3));
    }
}
