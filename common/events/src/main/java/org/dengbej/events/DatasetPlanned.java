package org.dengbej.events;

import java.util.List;

/**
 * A preparation was divided into shards. The first of its events: the results of its shards follow on the same partition.
 *
 * @param dataset     the data set
 * @param preparation id of this preparation, which a later one of the same name does not share
 * @param request     what was asked for; what needs the whole source is decided in it
 * @param recordings  in the source
 * @param fingerprint of the source's listing: whoever reads another one must not prepare a shard of it
 * @param layout      for people: the layout that the source was taken for, and why; may be absent
 * @param selection   for people: whose recordings were selected, and why; absent where there was no choice
 * @param shards      in the order of the source
 */
public record DatasetPlanned(
        String dataset,
        String preparation,
        PrepareDataset request,
        int recordings,
        String fingerprint,
        String layout,
        String selection,
        List<ShardRange> shards)
        implements Event {

    public DatasetPlanned {
        Require.name("DatasetPlanned", "dataset", dataset);
        Require.name("DatasetPlanned", "preparation", preparation);
        Require.present("DatasetPlanned", "request", request);
        Require.atLeast("DatasetPlanned", "recordings", recordings, 1);
        Require.text("DatasetPlanned", "fingerprint", fingerprint);
        shards = Require.list(shards);
        Require.atLeast("DatasetPlanned", "number of shards", shards.size(), 1);
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return dataset + "/" + preparation;
    }
}
