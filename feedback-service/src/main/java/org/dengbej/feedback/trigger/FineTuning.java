package org.dengbej.feedback.trigger;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dengbej.events.CancelJob;
import org.dengbej.events.Filters;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.TrainingDefaults;
import org.dengbej.events.WeightedDataset;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.recording.FineTuneFolders;
import org.dengbej.feedback.recording.RecordingFiles;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.files.AtomicFolder;

/**
 * Fine-tuning: approved corrections and ratings below the target become jobs. Each job gathers the corrections anew, those that earlier
 * jobs have learned from among them, and never refers to an earlier job's data set: what was erased meanwhile is left out.
 */
@ApplicationScoped
public class FineTuning {

    /** Corrections that other programs have mixed in are learned from again, so many data sets of them. */
    private static final int MAX_EARLIER_DATASETS = 20;

    private static final String LAYOUT = "pairs";

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    @Inject
    Jobs jobs;

    @Inject
    Policies policies;

    @Inject
    OpinionScores opinions;

    @Inject
    RecordingFiles recordings;

    @Inject
    FineTuneFolders folders;

    @Inject
    TriggerSignal signal;

    @Inject
    Outbox outbox;

    @Inject
    FeedbackMetrics metrics;

    /**
     * Starts a job when the policy says so. It may take seconds: {@link TriggerSignal} has it done in the background. Of several replicas
     * one at a time decides about a voice.
     */
    @Transactional
    public void startIfDue(String voiceName) throws SQLException {
        // Asked before the lock, too: most of the time nothing is due, and nobody has to wait for that.
        if (due(voices.find(voiceName)).isPresent()) {
            Optional<Version> champion = voices.lock(voiceName);
            Optional<TriggerPolicy.Trigger> due = due(champion);
            if (due.isPresent()) {
                start(champion.get(), due.get());
            }
        }
    }

    private Optional<TriggerPolicy.Trigger> due(Optional<Version> champion) throws SQLException {
        if (champion.isEmpty()) {
            return Optional.empty();
        }
        TriggerPolicy policy = policies.of(champion.get().voice());
        int enough = policy.correctionSeconds() == null
                ? policy.corrections()
                : Math.max(policy.corrections(), config.trigger().maxCorrections());
        TriggerPolicy.VoiceStatus status = jobs.status(champion.get(), enough);
        if (!status.jobOpen() && !status.ratingsServed()) {
            // ratings are read only where they can start a job
            status = status.withUpperScore(opinions.of(champion.get())
                    .score()
                    .map(score -> score.interval().upper())
                    .orElse(null));
        }
        return hasData(champion.get(), status.waiting()) ? policy.starts(status, Instant.now()) : Optional.empty();
    }

    /** False for a voice of which nothing is known that it could be trained on. */
    private boolean hasData(Version champion, TriggerPolicy.Waiting waiting) throws SQLException {
        return waiting.corrections() > 0
                || jobs.hasLearned(champion.voice())
                || !lasting(champion).isEmpty();
    }

    /** The data sets that a version was made on without those of this service's jobs, whose batches are temporary. */
    private List<WeightedDataset> lasting(Version version) throws SQLException {
        Set<String> own = jobs.known(
                version.datasets().stream().map(WeightedDataset::dataset).toList());
        return version.datasets().stream()
                .filter(dataset -> !own.contains(dataset.dataset()))
                .toList();
    }

    /**
     * Starts a job now, whatever the policy says; a voice has one open job at most all the same.
     *
     * @return its id
     * @throws InvalidInputException saying why there can be none
     */
    @Transactional
    public String startNow(String voiceName) throws SQLException {
        Version voice =
                voices.lock(voiceName).orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchVoice));
        TriggerPolicy.VoiceStatus status = jobs.status(voice, 1);
        if (status.jobOpen()) {
            throw InvalidInputException.conflict(ReasonMessages::jobOpen);
        }
        if (!hasData(voice, status.waiting())) {
            throw InvalidInputException.conflict(ReasonMessages::noTrainingData);
        }
        return start(voice, TriggerPolicy.Trigger.BUILDER);
    }

    private String start(Version voice, TriggerPolicy.Trigger trigger) throws SQLException {
        String job = "fine-tune-%s-%s"
                .formatted(voice.voice(), UUID.randomUUID().toString().substring(0, 8));
        Path folder = folders.folder(job);
        List<Jobs.Correction> corrections =
                jobs.approved(voice.voice(), config.trigger().maxCorrections());
        try {
            jobs.open(job, voice, trigger, corrections);
            if (!corrections.isEmpty()) {
                Path pairs = gather(corrections, folders.corrections(job));
                outbox.add(prepare(job, pairs.toUri(), voice));
            }
            outbox.add(train(job, folder.toUri(), voice, !corrections.isEmpty()));
        } catch (SQLException | RuntimeException e) {
            discard(folder);
            throw e;
        }
        metrics.jobStarted();
        Log.infof(
                "fine-tune job started: job=%s voice=%s version=%d trigger=%s corrections=%d",
                job, voice.voice(), voice.number(), trigger.label(), corrections.size());
        return job;
    }

    private static void discard(Path folder) {
        try {
            AtomicFolder.delete(folder);
        } catch (IOException e) {
            Log.warnf("folder not deleted: folder=%s reason=%s", folder, e);
        }
    }

    /**
     * Makes a folder of recordings and their texts. One whose file is gone is skipped, so that it does not hold up the others for ever;
     * where all are gone, somebody has to look.
     */
    private Path gather(List<Jobs.Correction> corrections, Path folder) {
        try {
            AtomicFolder.write(folder, partial -> {
                List<UUID> missing = new ArrayList<>();
                for (Jobs.Correction correction : corrections) {
                    if (recordings.exists(correction.id(), correction.bytes())) {
                        recordings.link(correction.id(), FineTuneFolders.sound(partial, correction.id()));
                        Files.writeString(FineTuneFolders.text(partial, correction.id()), correction.text());
                    } else {
                        missing.add(correction.id());
                    }
                }
                if (missing.size() == corrections.size()) {
                    throw new IOException(
                            "none of %d recordings is in the data folder; check dengbej.feedback.data-dir and what is mounted there"
                                    .formatted(corrections.size()));
                }
                if (!missing.isEmpty()) {
                    Log.errorf(
                            "recordings skipped, whose files are missing or cut: recordings=%d first=%s",
                            missing.size(), missing.get(0));
                }
            });
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PrepareDataset prepare(String job, URI pairs, Version voice) {
        FeedbackConfig.Correction limits = config.correction();
        Filters filters = new Filters(null, null, limits.minSeconds(), limits.maxSeconds(), null);
        return new PrepareDataset(
                        job, pairs, LAYOUT, voice.uri(), null, filters, batchUtterances(), null, null, 0, null)
                .asTemporary();
    }

    private int batchUtterances() {
        return config.trigger().batchSize().orElse(TrainingDefaults.CORRECTIONS.batchUtterances());
    }

    private TrainVoice train(String job, URI output, Version voice, boolean corrected) throws SQLException {
        FeedbackConfig.Trigger trigger = config.trigger();
        Map<String, Object> asked = new HashMap<>();
        trigger.gradientAccumulationSteps().ifPresent(steps -> asked.put("gradientAccumulationSteps", steps));
        trigger.learningRate().ifPresent(rate -> asked.put("learningRate", rate));
        trigger.epochs().ifPresent(epochs -> asked.put("epochs", epochs));
        List<String> sentences = voices.sentences(voice, SentenceRole.EVALUATION).stream()
                .map(Sentence::text)
                .toList();
        return new TrainVoice(
                voice.voice(),
                job,
                voice.uri(),
                corrected ? datasets(job, voice) : whole(lasting(voice)),
                null,
                TrainingDefaults.CORRECTIONS.preset(),
                Hyperparameters.of(asked),
                output,
                null,
                null,
                0,
                sentences);
    }

    /** Data sets of which one at least is whole: without corrections there is nothing else of which the others could be a share. */
    private static List<WeightedDataset> whole(List<WeightedDataset> datasets) {
        boolean oneIsWhole = datasets.stream().anyMatch(dataset -> dataset.share() == null);
        return oneIsWhole
                ? datasets
                : datasets.stream()
                        .map(dataset -> new WeightedDataset(dataset.dataset(), dataset.weight()))
                        .toList();
    }

    /**
     * The corrections, those that others have mixed in, and a share of the data sets on which the voice was made, so that it forgets
     * nothing over a few sentences.
     */
    private List<WeightedDataset> datasets(String job, Version voice) throws SQLException {
        boolean fineTuned = voice.datasets().stream().anyMatch(dataset -> dataset.share() != null);
        List<WeightedDataset> lasting = lasting(voice);
        List<WeightedDataset> base = lasting.stream()
                .filter(dataset -> !fineTuned || dataset.share() != null)
                .toList();
        double share = config.trigger().baseShare();
        List<WeightedDataset> mixed = new ArrayList<>(List.of(new WeightedDataset(job, null)));
        if (fineTuned) {
            lasting.stream()
                    .filter(dataset -> dataset.share() == null)
                    .limit(MAX_EARLIER_DATASETS)
                    .forEach(mixed::add);
        }
        if (share > 0) {
            base.forEach(dataset ->
                    mixed.add(new WeightedDataset(dataset.dataset(), dataset.weight(), share / base.size())));
        }
        return mixed;
    }

    /**
     * Asks the trainer to cancel a voice's open job; it is closed when the trainer says that it has ended.
     *
     * @throws InvalidInputException when the voice has no such open job
     */
    @Transactional
    public void cancel(String voice, String job, String reason) throws SQLException {
        if (!jobs.isOpen(voice, job)) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchJob);
        }
        outbox.add(new CancelJob(job, reason));
    }

    /** Closes a job that has ended, if it is one of this service; enough corrections may wait meanwhile for the next. */
    @Transactional
    public void close(String job, boolean completed, String detail) throws SQLException {
        Optional<String> voice = jobs.close(job, completed ? "completed" : "failed", detail);
        if (voice.isPresent()) {
            metrics.jobEnded(completed);
            signal.signal(voice.get());
        }
    }
}
