package org.dengbej.prep.shard;

import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.source.RecordingSource;

/**
 * The division of requests into shards. A small data set is prepared whole, in one transaction and as one export; so is one of which
 * few utterances are wanted.
 *
 * <p>Only the listing is read here, no sound. A choice that needs the whole listing (a speaker, a split) is made here and written into
 * the request that the plan carries; one that needs every sound (an outlier among all) is made when the shards' results are joined, or
 * by a second preparation over the first one's results.
 *
 * @param maxWholeRecordings of a source that is prepared whole
 * @param shardRecordings    of a shard, at most
 */
public record ShardPlan(int maxWholeRecordings, int shardRecordings) {

    /** Whether a request is prepared whole. */
    public boolean whole(PrepareDataset request, RecordingSource source) {
        return source.total() <= maxWholeRecordings
                || request.maxUtterances() > 0 && request.maxUtterances() <= maxWholeRecordings;
    }

    /** {@code preparation}: its id. */
    public DatasetPlanned of(PrepareDataset request, RecordingSource source, String preparation) {
        return new DatasetPlanned(
                request.dataset(),
                preparation,
                request,
                source.total(),
                source.digest().fingerprint(),
                source.description(),
                source.shards(shardRecordings));
    }
}
