package org.dengbej.events;

/**
 * A shard's recordings: consecutive ones in the order of the source.
 *
 * @param first number of the first recording in the source, from 0
 * @param count of recordings, at least 1
 */
public record ShardRange(int first, int count) {

    public ShardRange {
        Require.atLeast("ShardRange", "first", first, 0);
        Require.atLeast("ShardRange", "count", count, 1);
    }
}
