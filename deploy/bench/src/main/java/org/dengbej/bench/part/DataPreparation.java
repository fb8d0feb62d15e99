package org.dengbej.bench.part;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.dengbej.bench.result.Metric;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceOptions;

/**
 * Recordings to batches as they are published: decoded, mixed, resampled, measured, trimmed, brought to one loudness, filtered,
 * tokenized and encoded.
 */
public final class DataPreparation {

    private static final long MAX_FILE_BYTES = 64 << 20;
    private static final int WARM_UP_CLIPS = 100;

    private DataPreparation() {}

    public static Map<Metric, Double> measure(BenchmarkData data) throws IOException {
        VoiceFormat voice = VoiceFormat.read(data.voice());
        prepare(data, voice, WARM_UP_CLIPS);
        long begin = System.nanoTime();
        int clips = prepare(data, voice, 0);
        return Map.of(Metric.PREP_CLIPS_PER_SECOND, clips / ((System.nanoTime() - begin) / 1e9));
    }

    /** {@code maxClips}: 0 for all of them. */
    private static int prepare(BenchmarkData data, VoiceFormat voice, int maxClips) throws IOException {
        URI source = data.recordings().toUri();
        PrepareDataset request = new PrepareDataset(
                "bench", source, "common-voice", data.voice().toString(), null, null, null, null, maxClips, 1, null);
        Path spool = data.scratch();
        try (RecordingSource recordings = Layouts.open(source, SourceOptions.of(request));
                Preparation prepared =
                        Preparation.of(request, recordings, voice, MAX_FILE_BYTES, spool, filtered -> {})) {
            for (int i = 0; i < prepared.batchCount(); i++) {
                PreparedBatchCodec.write(prepared.batch(i));
            }
            return prepared.statistics().clips();
        }
    }
}
