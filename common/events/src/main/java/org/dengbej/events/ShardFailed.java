package org.dengbej.events;

/**
 * A shard could not be prepared, and its data set cannot be either.
 *
 * @param dataset       the data set
 * @param preparation   id of its preparation
 * @param plannedOffset where its {@link DatasetPlanned} lies in the partition
 * @param shard         number of the shard, from 0
 * @param reason        what was found, what was expected and what to do
 * @param defect        whether data preparation is at fault, not what was asked for; absent: false
 */
public record ShardFailed(
        String dataset, String preparation, long plannedOffset, int shard, String reason, Boolean defect)
        implements Event, ShardResult {

    public ShardFailed {
        Require.name("ShardFailed", "dataset", dataset);
        Require.name("ShardFailed", "preparation", preparation);
        Require.atLeast("ShardFailed", "plannedOffset", plannedOffset, 0);
        Require.atLeast("ShardFailed", "shard", shard, 0);
        Require.text("ShardFailed", "reason", reason);
        defect = defect != null && defect;
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return dataset + "/" + preparation + "/" + shard;
    }
}
