package org.dengbej.events;

import java.util.List;
import java.util.Map;

/**
 * A shard's batches lie on the log. Becomes visible together with them.
 *
 * @param dataset       the data set
 * @param preparation   id of its preparation
 * @param plannedOffset where its {@link DatasetPlanned} lies in the partition
 * @param shard         number of the shard, from 0
 * @param recordings    that were looked at
 * @param sampleRateHz  of every waveform
 * @param batches       how many; none where everything was rejected
 * @param frames        spectrogram frames, padding not counted
 * @param statistics    what is in it
 * @param speakers      the speakers of its recordings, with their good speech
 * @param ranges        where its batches lie on the log
 * @param rejected      rejected utterances, by reason
 * @param rejections    the first of the rejected utterances, and at least three of each reason
 * @param dropped       characters of the texts that the voice has no form of, with how often each was there
 */
public record ShardPrepared(
        String dataset,
        String preparation,
        long plannedOffset,
        int shard,
        int recordings,
        int sampleRateHz,
        int batches,
        long frames,
        DatasetStatistics statistics,
        List<SpeakerHours> speakers,
        List<OffsetRange> ranges,
        Map<String, Integer> rejected,
        List<RejectedUtterance> rejections,
        Map<String, Integer> dropped)
        implements Event, ShardResult {

    public ShardPrepared {
        Require.name("ShardPrepared", "dataset", dataset);
        Require.name("ShardPrepared", "preparation", preparation);
        Require.atLeast("ShardPrepared", "plannedOffset", plannedOffset, 0);
        Require.atLeast("ShardPrepared", "shard", shard, 0);
        Require.atLeast("ShardPrepared", "recordings", recordings, 0);
        Require.between("ShardPrepared", "sampleRateHz", sampleRateHz, 1000, 192_000);
        Require.atLeast("ShardPrepared", "batches", batches, 0);
        Require.atLeast("ShardPrepared", "frames", frames, 0);
        Require.present("ShardPrepared", "statistics", statistics);
        speakers = Require.list(speakers);
        ranges = Require.list(ranges);
        rejected = Require.map(rejected);
        rejections = Require.list(rejections);
        dropped = Require.map(dropped);
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
