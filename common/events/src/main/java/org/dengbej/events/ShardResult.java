package org.dengbej.events;

/** The outcome of one shard of a preparation. */
public sealed interface ShardResult permits ShardPrepared, ShardFailed {

    String dataset();

    /** Id of the preparation that the shard is of. */
    String preparation();

    /** Offset of the preparation's {@link DatasetPlanned} in the partition of this event. */
    long plannedOffset();

    /** Number of the shard, from 0. */
    int shard();
}
