package org.dengbej.events;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A data set lies on the log. Becomes visible together with its batches. The recordings of the source are the clips of the statistics, the
 * rejected ones and the unused ones.
 *
 * @param dataset      the data set
 * @param request      id of the PrepareDataset event
 * @param sampleRateHz of every waveform
 * @param batches      how many
 * @param frames       spectrogram frames, padding not counted
 * @param statistics   what is in it
 * @param ranges       where it lies on the log
 * @param rejected     rejected utterances, by reason
 * @param rejections   the rejected utterances, the first {@value #MAX_LISTED_REJECTIONS} of them and at least three of each reason
 * @param layout       for people: the layout that the source was taken for, and why; may be absent
 * @param dropped      characters of the texts that the voice has no form of, with how often each was there
 * @param batchKey     key of the records that are its batches; absent: the data set's name
 * @param unused       recordings that were not needed, as the request's {@code maxUtterances} were kept already; absent: 0
 * @param speakers     of the source, with their hours of good speech; absent: none are named
 * @param report       folder that holds {@code rejected.csv}, every rejection, and {@code report.html}; absent where none was asked for
 */
public record DatasetPrepared(
        String dataset,
        String request,
        int sampleRateHz,
        int batches,
        long frames,
        DatasetStatistics statistics,
        List<OffsetRange> ranges,
        Map<String, Integer> rejected,
        List<RejectedUtterance> rejections,
        String layout,
        Map<String, Integer> dropped,
        String batchKey,
        Integer unused,
        SpeakerSummary speakers,
        URI report)
        implements Event {

    public static final int MAX_LISTED_REJECTIONS = 1000;

    public DatasetPrepared {
        Require.name("DatasetPrepared", "dataset", dataset);
        Require.text("DatasetPrepared", "request", request);
        Require.between("DatasetPrepared", "sampleRateHz", sampleRateHz, 1000, 192_000);
        Require.atLeast("DatasetPrepared", "batches", batches, 1);
        Require.atLeast("DatasetPrepared", "frames", frames, 1);
        Require.present("DatasetPrepared", "statistics", statistics);
        ranges = Require.list(ranges);
        Require.atLeast("DatasetPrepared", "number of ranges", ranges.size(), 1);
        rejected = Require.map(rejected);
        rejections = Require.list(rejections);
        dropped = Require.map(dropped);
        batchKey = batchKey == null ? dataset : Require.text("DatasetPrepared", "batchKey", batchKey);
        unused = unused == null ? 0 : unused;
        Require.atLeast("DatasetPrepared", "unused", unused, 0);
        speakers = speakers == null ? SpeakerSummary.NONE : speakers;
    }

    /** An event without a description of the source. */
    public DatasetPrepared(
            String dataset,
            String request,
            int sampleRateHz,
            int batches,
            long frames,
            DatasetStatistics statistics,
            List<OffsetRange> ranges,
            Map<String, Integer> rejected,
            List<RejectedUtterance> rejections) {
        this(
                dataset,
                request,
                sampleRateHz,
                batches,
                frames,
                statistics,
                ranges,
                rejected,
                rejections,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return request;
    }
}
