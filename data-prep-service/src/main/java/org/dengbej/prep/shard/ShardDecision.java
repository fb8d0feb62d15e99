package org.dengbej.prep.shard;

import java.util.List;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.PrepareShard;

/** The consequence of a shard's result. */
public sealed interface ShardDecision {

    /** The preparation goes on, with these shards; none while others are still under way. */
    record Continued(List<PrepareShard> next) implements ShardDecision {

        public Continued {
            next = List.copyOf(next);
        }
    }

    /**
     * It was the last shard.
     *
     * @param shards that were prepared, from the first on
     */
    record Completed(DatasetPrepared prepared, int shards) implements ShardDecision {}

    /**
     * It was the last shard, and every utterance was rejected.
     *
     * @param shards that were prepared, from the first on
     */
    record NothingKept(DatasetFailed failed, int shards) implements ShardDecision {}

    /** The data set cannot be prepared. {@code defect}: data preparation is at fault. */
    record Failed(DatasetFailed failed, boolean defect) implements ShardDecision {}

    /** The preparation was over already. */
    record Dropped() implements ShardDecision {}
}
