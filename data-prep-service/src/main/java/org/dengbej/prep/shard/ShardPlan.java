package org.dengbej.prep.shard;

import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.prep.filter.UtteranceFilter;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerFilter;
import org.dengbej.prep.speaker.SpeakerTotals;

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

    /** True when a request is prepared whole. */
    public boolean whole(PrepareDataset request, RecordingSource source) {
        return source.total() <= maxWholeRecordings
                || request.speakers().minHours() > 0
                || request.maxUtterances() > 0 && request.maxUtterances() <= maxWholeRecordings;
    }

    /**
     * Divides a request.
     *
     * @param voiceSpeakers of the voice for which is prepared
     * @param preparation   its id
     */
    public DatasetPlanned of(PrepareDataset request, RecordingSource source, int voiceSpeakers, String preparation) {
        SpeakerChoice.Listed choice = SpeakerChoice.byListing(
                request.speakers(),
                voiceSpeakers,
                source.speakers() > 1 ? speakers(request, source) : new SpeakerTotals());
        return new DatasetPlanned(
                request.dataset(),
                preparation,
                request.withSpeakers(choice.selection()),
                source.total(),
                source.digest().fingerprint(),
                source.description(),
                choice.explanation().orElse(null),
                source.shards(shardRecordings));
    }

    /** The recordings of each speaker that no vote or gender rejects. */
    private static SpeakerTotals speakers(PrepareDataset request, RecordingSource source) {
        SpeakerFilter filter = new SpeakerFilter(request.speakers().of(SpeakerSelection.ALL));
        SpeakerTotals totals = new SpeakerTotals();
        source.recordings().forEachRemaining(recording -> {
            if (UtteranceFilter.rejectByVotes(recording, request.filters()).isEmpty()
                    && filter.reject(recording).isEmpty()) {
                totals.read(recording.speaker());
            }
        });
        return totals;
    }
}
