package org.dengbej.prep.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SoundFilters;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.prep.batching.Buckets;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.filter.UtteranceFilter;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.report.ClipMeasures;
import org.dengbej.prep.report.PreparationReport;
import org.dengbej.prep.report.ReportSummary;
import org.dengbej.prep.sound.SpeakingRates;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerFilter;
import org.dengbej.prep.speaker.SpeakerTotals;
import org.dengbej.speech.audio.Audio;

/** A prepared data set: every recording of a source was filtered once, and those that are kept are put into batches. */
public final class Preparation implements AutoCloseable {

    /** Recordings that are prefetched: decoded before they are asked for, and in memory together. */
    private static final int MAX_PREFETCHED = 64;

    private static final int RECORDINGS_PER_REPORT = 64;
    private static final Duration TERMINATION_TIMEOUT = Duration.ofMinutes(1);

    /** Of a record, leaving room for tokens and header. */
    private static final int MAX_WAVEFORM_BYTES = Topics.MAX_MESSAGE_BYTES * 9 / 10;

    private static final int MAX_NAMED_SPEAKERS = 5;
    private static final int MAX_NAMED_CHARACTERS = 40;

    /** Of an utterance's name, which every batch carries; file systems allow no more. */
    private static final int MAX_ID_CHARACTERS = 255;

    private record Utterance(FilterResult.Kept result, PcmSpool.Extent pcm, int frames) {

        String id() {
            return result.recording().id();
        }

        String speaker() {
            return result.recording().speaker();
        }

        double seconds() {
            return (double) pcm.samples() / result.sampleRateHz();
        }
    }

    private final PrepareDataset request;
    private final VoiceFormat voice;
    private final PcmSpool spool;
    private final PreparationReport report;
    private final PreparationStatistics statistics = new PreparationStatistics();
    private final SpeakerTotals speakers = new SpeakerTotals();
    private final List<Utterance> kept = new ArrayList<>();
    private int unused;
    private SpeakerChoice choice;
    private final Set<String> ids = new HashSet<>();
    private List<List<Utterance>> batches = List.of();

    private Preparation(PrepareDataset request, VoiceFormat voice, PcmSpool spool) {
        this.request = request;
        this.voice = voice;
        this.spool = spool;
        this.report = new PreparationReport(spool.folder());
    }

    /**
     * Filters every recording of a source, and batches those that are kept.
     *
     * @param maxFileBytes of a sound file
     * @param spoolFolder  for decoded sound, until it is published
     * @param progress     told how many recordings were filtered; what it throws ends the preparation
     * @throws SpoolException when the spool's disk is full
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
        int sourceSpeakers = source.speakers(); // before the recordings are read: a source answers one query at a time
        return of(
                request,
                source.recordings(),
                source.total(),
                sourceSpeakers,
                Set.of(),
                voice,
                maxFileBytes,
                spool,
                progress);
    }

    /**
     * Filters the recordings of one shard of a source, and batches those that are kept, if any is.
     *
     * @param request      whose {@code maxUtterances} is what the shards before have left of it, and whose speakers are chosen
     * @param recordings   of the shard
     * @param total        how many these are
     * @param namesBefore  names that recordings of shards before have, of those that recur in this one
     * @param maxFileBytes of a sound file
     * @param spoolFolder  for decoded sound, until it is published
     * @param progress     told how many recordings were filtered; what it throws ends the preparation
     * @throws SpoolException when the spool's disk is full
     */
    public static Preparation ofShard(
            PrepareDataset request,
            Iterator<Recording> recordings,
            int total,
            Set<String> namesBefore,
            VoiceFormat voice,
            long maxFileBytes,
            Path spoolFolder,
            IntConsumer progress) {
        return of(request, recordings, total, 0, namesBefore, voice, maxFileBytes, PcmSpool.in(spoolFolder), progress);
    }

    private static Preparation of(
            PrepareDataset request,
            Iterator<Recording> recordings,
            int total,
            int sourceSpeakers,
            Set<String> namesBefore,
            VoiceFormat voice,
            long maxFileBytes,
            PcmSpool spool,
            IntConsumer progress) {
        Preparation preparation = new Preparation(request, voice, spool);
        try {
            preparation.ids.addAll(namesBefore);
            UtteranceFilter filter =
                    new UtteranceFilter(request.filters(), request.conditioning(), voice, maxFileBytes);
            boolean choiceWaits = SpeakerChoice.waits(request.speakers(), voice.speakers(), sourceSpeakers);
            int filtered = preparation.filter(recordings, filter, choiceWaits ? 0 : request.maxUtterances(), progress);
            preparation.unused = total - filtered;
            preparation.rejectOutliers();
            preparation.choose();
            preparation.batch();
            return preparation;
        } catch (RuntimeException | Error e) {
            preparation.close();
            throw e;
        }
    }

    /**
     * Filters recordings.
     *
     * @param max utterances after which the rest is unused; 0: all of them are read
     * @return how many were read
     */
    private int filter(Iterator<Recording> recordings, UtteranceFilter filter, int max, IntConsumer progress) {
        SpeakerFilter speakerFilter = new SpeakerFilter(request.speakers());
        ForkJoinPool decoders = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
        Queue<ForkJoinTask<FilterResult>> prefetched = new ArrayDeque<>();
        try {
            int filtered = 0;
            while (!isFull(max) && (recordings.hasNext() || !prefetched.isEmpty())) {
                while (prefetched.size() < MAX_PREFETCHED && recordings.hasNext()) {
                    Recording next = recordings.next();
                    prefetched.add(
                            decoders.submit(() -> speakerFilter.reject(next).orElseGet(() -> filter.decide(next))));
                }
                add(prefetched.remove().join());
                if (++filtered % RECORDINGS_PER_REPORT == 0) {
                    progress.accept(filtered);
                }
            }
            if (filtered % RECORDINGS_PER_REPORT != 0) {
                progress.accept(filtered);
            }
            return filtered;
        } finally {
            // Nobody reads the source any more when this returns.
            prefetched.forEach(task -> task.cancel(false));
            decoders.shutdown();
            decoders.awaitQuiescence(TERMINATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isFull(int max) {
        return max > 0 && kept.size() >= max;
    }

    private void add(FilterResult result) {
        speakers.read(result.recording().speaker());
        if (result instanceof FilterResult.Rejected rejected) {
            reject(rejected);
            return;
        }
        FilterResult.Kept utterance = (FilterResult.Kept) result;
        String id = utterance.recording().id();
        String speaker = utterance.recording().speaker();
        int frames = utterance.pcm().length / voice.hopSamples();
        if (id.isBlank()) {
            reject(utterance, RejectionReason.WITHOUT_NAME, "a name that is blank");
        } else if (id.length() > MAX_ID_CHARACTERS) {
            reject(utterance, RejectionReason.NAME_TOO_LONG, "%d characters".formatted(id.length()));
        } else if (speaker != null && speaker.length() > PreparedUtterance.MAX_SPEAKER_CHARACTERS) {
            reject(
                    utterance,
                    RejectionReason.NAME_TOO_LONG,
                    "a speaker's name of %d characters".formatted(speaker.length()));
        } else if (!ids.add(id)) {
            reject(utterance, RejectionReason.DUPLICATE, "an utterance of this name is there already");
        } else if (frames > frameBudget()) {
            reject(utterance, RejectionReason.OVER_FRAME_BUDGET, "%d of %d frames".formatted(frames, frameBudget()));
        } else {
            kept.add(new Utterance(utterance.withoutSound(), spool.add(utterance.pcm()), frames));
        }
    }

    private void reject(FilterResult.Kept utterance, RejectionReason reason, String detail) {
        reject(new FilterResult.Rejected(
                utterance.recording(), reason, detail, utterance.dropped(), utterance.measures()));
    }

    private void reject(FilterResult.Rejected rejected) {
        statistics.rejected(rejected);
        report.rejected(
                rejected.recording(),
                rejected.reason().toString(),
                rejected.detail(),
                ClipMeasures.of(rejected.measures()),
                rejected.dropped());
    }

    /** Rejects what no recording shows by itself: that its speaking rate is not that of the set. */
    private void rejectOutliers() {
        SpeakingRates rates = new SpeakingRates(kept.stream()
                .mapToDouble(utterance -> utterance.result.measures().charactersPerSecond())
                .filter(rate -> rate > 0)
                .toArray());
        SoundFilters filters = request.filters().sound();
        List<Utterance> candidates = List.copyOf(kept);
        kept.clear();
        for (Utterance utterance : candidates) {
            double rate = utterance.result.measures().charactersPerSecond();
            if (filters.rejectSpeakingRateOutliers()
                    && rate > 0
                    && Math.abs(rates.score(rate)) > filters.maxSpeakingRateScore()) {
                reject(
                        utterance,
                        RejectionReason.SPEAKING_RATE_OUTLIER,
                        "%.1f characters a second, the set's median is %.1f; does the text belong to the sound?"
                                .formatted(rate, rates.median()));
            } else {
                kept.add(utterance);
            }
        }
    }

    /** Of what every filter kept, the utterances of the speakers that are learned from. */
    private void choose() {
        kept.forEach(utterance -> speakers.good(utterance.speaker(), utterance.seconds()));
        choice = SpeakerChoice.of(request.speakers(), voice.speakers(), speakers);
        List<Utterance> candidates = List.copyOf(kept);
        kept.clear();
        for (Utterance utterance : candidates) {
            Optional<SpeakerChoice.Rejection> rejection = choice.reject(utterance.speaker());
            if (rejection.isPresent()) {
                reject(utterance, rejection.get().reason(), rejection.get().detail());
            } else if (isFull(request.maxUtterances())) {
                unused++;
            } else {
                kept.add(utterance);
                statistics.kept(utterance.result, utterance.seconds());
                report.kept(
                        utterance.result.recording(),
                        ClipMeasures.of(utterance.result.measures()),
                        utterance.result.dropped());
            }
        }
    }

    private void reject(Utterance utterance, RejectionReason reason, String detail) {
        FilterResult.Kept result = utterance.result;
        statistics.rejected(
                new FilterResult.Rejected(result.recording(), reason, detail, result.dropped(), result.measures()));
        report.rejected(
                result.recording(),
                reason.toString(),
                detail,
                ClipMeasures.of(result.measures()),
                () -> Audio.fromPcm16(spool.read(utterance.pcm), voice.sampleRateHz()));
    }

    private int frameBudget() {
        return Math.min(
                request.batchFrames(),
                MAX_WAVEFORM_BYTES / (Short.BYTES * voice.hopSamples()) - request.batchUtterances());
    }

    private void batch() {
        batches = new Buckets(request.batchUtterances(), frameBudget(), request.seed()).of(kept, Utterance::frames);
    }

    /** True when no utterance was kept. */
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The failure of a preparation that kept nothing, with an example of each reason. {@code report}: where all of them are listed. */
    public UnusableSourceException nothingKept(Optional<Path> report) {
        String examples = statistics.oneOfEachReason();
        String named = speakers.mostFirst().stream()
                .limit(MAX_NAMED_SPEAKERS)
                .map(total -> "%s (%d recordings)"
                        .formatted(Abbreviate.of(total.speaker(), MAX_NAMED_CHARACTERS), total.recordings()))
                .collect(Collectors.joining(", "));
        return new UnusableSourceException(
                "[%s] no utterance is left of %s; rejected: %s.%s%s Correct the source, or ask for milder filters"
                        .formatted(
                                request.dataset(),
                                request.source(),
                                examples.isEmpty() ? "none, the source has no rows" : examples,
                                named.isEmpty() || !statistics.rejectedBySpeaker()
                                        ? ""
                                        : " It has the speakers " + named + ".",
                                report.map(folder -> " All rejections: %s."
                                                .formatted(folder.resolve(PreparationReport.REJECTED)))
                                        .orElse("")));
    }

    public int batchCount() {
        return batches.size();
    }

    /** The batch of that index, its sound read back. */
    public PreparedBatch batch(int index) {
        return batch(index, 0);
    }

    /** The same, its place in the data set counted from {@code first} on. */
    public PreparedBatch batch(int index, int first) {
        List<PreparedUtterance> utterances = batches.get(index).stream()
                .map(utterance -> new PreparedUtterance(
                        utterance.id(), utterance.result.inputIds(), spool.read(utterance.pcm), 1, utterance.speaker()))
                .toList();
        return new PreparedBatch(request.dataset(), first + index, voice.sampleRateHz(), utterances);
    }

    /** Spectrogram frames in all batches, padding not counted. */
    public long frames() {
        return kept.stream().mapToLong(Utterance::frames).sum();
    }

    /** The utterances that are kept, in the order of the source. */
    int utteranceCount() {
        return kept.size();
    }

    String text(int utterance) {
        return kept.get(utterance).result.text();
    }

    /** Null where the source does not say. */
    String speaker(int utterance) {
        return kept.get(utterance).speaker();
    }

    /** The speaker of each utterance that is kept; blank where the source does not say. */
    Stream<String> speakersOfUtterances() {
        return kept.stream().map(utterance -> Objects.requireNonNullElse(utterance.speaker(), ""));
    }

    short[] pcm(int utterance) {
        return spool.read(kept.get(utterance).pcm);
    }

    public int sampleRateHz() {
        return voice.sampleRateHz();
    }

    public DatasetStatistics statistics() {
        return statistics.statistics();
    }

    /** All speakers that have good speech. */
    public List<SpeakerHours> speakerHours() {
        return choice.speakerHours();
    }

    /** Characters of the texts that the voice has no form of, with how often each was there. */
    public Map<String, Integer> dropped() {
        return statistics.dropped();
    }

    public Map<String, Integer> rejectedByReason() {
        return statistics.rejectedByReason();
    }

    public List<RejectedUtterance> rejections() {
        return statistics.rejections();
    }

    /** Recordings that were not needed, as enough were kept already. */
    public int unused() {
        return unused;
    }

    public SpeakerSummary speakers() {
        return choice.summary();
    }

    /** Writes the report into a folder. {@code description}: of the source. */
    void writeReport(Path folder, String description) throws IOException {
        DatasetStatistics kept = statistics();
        report.write(
                folder,
                new ReportSummary(
                        request.dataset(),
                        request.source().toString(),
                        description,
                        kept.clips(),
                        kept.hours(),
                        unused,
                        choice.explanation().stream().toList()),
                speakers,
                choice);
    }

    /** Writes a shard's part of the report into a folder. */
    void writeReportPart(Path folder) throws IOException {
        report.writePart(folder);
    }

    @Override
    public void close() {
        report.close();
        spool.close();
    }
}
