package org.dengbej.prep.preparation;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.prep.batching.Buckets;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.UtteranceFilter;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.UnusableSourceException;

/** A data set made ready: every recording looked at once, those that are kept put into batches. */
public final class Preparation implements AutoCloseable {

    /** Recordings that are decoded ahead of their turn, and are in memory together. */
    private static final int AHEAD = 64;

    private static final int RECORDINGS_BETWEEN_REPORTS = 64;
    private static final int TERMINATION_TIMEOUT_SECONDS = 60;

    /** Of a record, leaving room for tokens and header. */
    private static final int WAVEFORM_BYTES = Topics.MAX_MESSAGE_BYTES * 9 / 10;

    /** Of an utterance's name, which every batch carries; file systems allow no more. */
    private static final int MAX_ID_CHARACTERS = 255;

    private record Utterance(String id, long[] inputIds, PcmSpool.Place pcm, int frames) {}

    private final PrepareDataset request;
    private final VoiceFormat voice;
    private final PcmSpool spool;
    private final PreparationStatistics statistics = new PreparationStatistics();
    private final List<Utterance> kept = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private List<List<Utterance>> batches = List.of();

    private Preparation(PrepareDataset request, VoiceFormat voice, PcmSpool spool) {
        this.request = request;
        this.voice = voice;
        this.spool = spool;
    }

    /**
     * Looks at every recording.
     *
     * @param maxFileBytes of a sound file
     * @param spoolFolder  for decoded sound, until it is published
     * @param progress     told how many were looked at; what it throws ends the preparation
     * @throws UnusableSourceException when none is left
     * @throws java.io.UncheckedIOException when a disk is full; the message says which, and what to do
     */
    public static Preparation of(
            PrepareDataset request,
            RecordingSource source,
            VoiceFormat voice,
            long maxFileBytes,
            Path spoolFolder,
            IntConsumer progress) {
        return of(request, source, voice, maxFileBytes, PcmSpool.in(spoolFolder), progress);
    }

    static Preparation of(
            PrepareDataset request,
            RecordingSource source,
            VoiceFormat voice,
            long maxFileBytes,
            PcmSpool spool,
            IntConsumer progress) {
        Preparation preparation = new Preparation(request, voice, spool);
        try (Export export = request.exportTo() == null ? null : Export.to(request.exportTo())) {
            UtteranceFilter filter = new UtteranceFilter(request.filters(), voice, maxFileBytes);
            preparation.select(source.recordings(), filter, export, progress);
            preparation.batch();
            if (export != null) {
                export.complete();
            }
            return preparation;
        } catch (RuntimeException | Error e) {
            preparation.close();
            throw e;
        }
    }

    private void select(Iterator<Recording> recordings, UtteranceFilter filter, Export export, IntConsumer progress) {
        ForkJoinPool decoders = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
        Queue<ForkJoinTask<FilterResult>> ahead = new ArrayDeque<>();
        try {
            int seen = 0;
            while (!full() && (recordings.hasNext() || !ahead.isEmpty())) {
                while (ahead.size() < AHEAD && recordings.hasNext()) {
                    Recording next = recordings.next();
                    ahead.add(decoders.submit(() -> filter.decide(next)));
                }
                take(ahead.remove().join(), export);
                if (++seen % RECORDINGS_BETWEEN_REPORTS == 0) {
                    progress.accept(seen);
                }
            }
            if (seen % RECORDINGS_BETWEEN_REPORTS != 0) {
                progress.accept(seen);
            }
        } finally {
            // Nobody reads the source any more when this returns.
            ahead.forEach(task -> task.cancel(false));
            decoders.shutdown();
            decoders.awaitQuiescence(TERMINATION_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean full() {
        return request.maxUtterances() > 0 && statistics.clips() >= request.maxUtterances();
    }

    private void take(FilterResult result, Export export) {
        if (result instanceof FilterResult.Rejected rejected) {
            statistics.rejected(rejected.why());
            return;
        }
        FilterResult.Kept utterance = (FilterResult.Kept) result;
        String id = utterance.recording().id();
        int frames = utterance.pcm().length / voice.hopSamples();
        if (id.isBlank()) {
            statistics.rejected(new RejectedUtterance("without-name", "without-name", "a name that is blank"));
        } else if (id.length() > MAX_ID_CHARACTERS) {
            statistics.rejected(new RejectedUtterance(
                    id.substring(0, MAX_ID_CHARACTERS), "name-too-long", "%d characters".formatted(id.length())));
        } else if (!ids.add(id)) {
            statistics.rejected(new RejectedUtterance(id, "duplicate", "an utterance of this name is there already"));
        } else if (frames > frameBudget()) {
            statistics.rejected(
                    new RejectedUtterance(id, "over-frame-budget", "%d of %d frames".formatted(frames, frameBudget())));
        } else {
            statistics.kept(utterance);
            kept.add(new Utterance(id, utterance.inputIds(), spool.add(utterance.pcm()), frames));
            if (export != null) {
                export.add(utterance);
            }
        }
    }

    private int frameBudget() {
        return Math.min(
                request.batchFrames(), WAVEFORM_BYTES / (Short.BYTES * voice.hopSamples()) - request.batchUtterances());
    }

    private void batch() {
        if (kept.isEmpty()) {
            throw new UnusableSourceException("[%s] no utterance is left of %s; rejected: %s"
                    .formatted(request.dataset(), request.source(), statistics.rejectedByReason()));
        }
        batches = new Buckets(request.batchUtterances(), frameBudget(), request.seed()).of(kept, Utterance::frames);
    }

    public int batchCount() {
        return batches.size();
    }

    /** The batch of that index, its sound read back. */
    public PreparedBatch batch(int index) {
        List<PreparedUtterance> utterances = batches.get(index).stream()
                .map(utterance -> new PreparedUtterance(utterance.id, utterance.inputIds, spool.read(utterance.pcm), 1))
                .toList();
        return new PreparedBatch(request.dataset(), index, voice.sampleRateHz(), utterances);
    }

    /** Spectrogram frames in all batches, padding not counted. */
    public long frames() {
        return kept.stream().mapToLong(Utterance::frames).sum();
    }

    public int sampleRateHz() {
        return voice.sampleRateHz();
    }

    public DatasetStatistics statistics() {
        return statistics.statistics();
    }

    public Map<String, Integer> rejectedByReason() {
        return statistics.rejectedByReason();
    }

    public List<RejectedUtterance> rejections() {
        return statistics.rejections();
    }

    @Override
    public void close() {
        spool.close();
    }
}
