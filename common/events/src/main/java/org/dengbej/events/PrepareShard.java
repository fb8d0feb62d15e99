package org.dengbej.events;

/**
 * Asks for one shard of a data set to be prepared.
 *
 * @param dataset       the data set
 * @param preparation   id of its preparation
 * @param plannedOffset where {@link DatasetPlanned} lies in its partition: the results before it are none of this preparation's
 * @param request       what was asked for
 * @param fingerprint   of the listing of which this is a shard
 * @param shard         number of the shard, from 0
 * @param range         its recordings
 * @param maxUtterances stop after so many kept utterances; 0: all of them
 */
public record PrepareShard(
        String dataset,
        String preparation,
        long plannedOffset,
        PrepareDataset request,
        String fingerprint,
        int shard,
        ShardRange range,
        int maxUtterances)
        implements Event {

    public PrepareShard {
        Require.name("PrepareShard", "dataset", dataset);
        Require.name("PrepareShard", "preparation", preparation);
        Require.atLeast("PrepareShard", "plannedOffset", plannedOffset, 0);
        Require.present("PrepareShard", "request", request);
        Require.text("PrepareShard", "fingerprint", fingerprint);
        Require.atLeast("PrepareShard", "shard", shard, 0);
        Require.present("PrepareShard", "range", range);
        Require.atLeast("PrepareShard", "maxUtterances", maxUtterances, 0);
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
