package org.dengbej.trainer.job;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.dengbej.events.DataRecipe;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobFailed;
import org.dengbej.events.TrainVoice;
import org.dengbej.safetensors.InvalidSafetensorsException;
import org.dengbej.speech.hub.MmsCheckpoint;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;
import org.dengbej.speech.text.InvalidTokenizerException;
import org.dengbej.trainer.InvalidJobException;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.checkpoint.FencedException;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.DatasetSource;
import org.dengbej.trainer.data.PrefetchingDataset;
import org.dengbej.trainer.data.TrainingSplit;
import org.dengbej.trainer.data.ValidationSplit;
import org.dengbej.trainer.learner.BaseDiscriminators;
import org.dengbej.trainer.learner.BaseModel;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.learner.TrainingPlan;
import org.dengbej.trainer.loop.RunOutcome;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.loop.TrainingRun;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.report.TrainingReporter;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.Voice;
import org.dengbej.vits.torchfile.InvalidTorchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does jobs: gathers what one needs, trains, and tells how it ended. */
public final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** A batch takes a second to train on, and milliseconds to read; so a broker that is away for a moment is not noticed. */
    private static final int BATCHES_AHEAD = 4;

    private final ModelHub hub;
    private final Device device;
    private final DatasetSource datasets;

    public JobRunner(ModelHub hub, Device device, DatasetSource datasets) {
        this.hub = hub;
        this.device = device;
        this.datasets = datasets;
    }

    /**
     * Does a job from where its newest checkpoint stands. What it lacks, or the machine, fails it with the reason; any exception that
     * is thrown is a defect.
     *
     * @return true when the job has ended, well or badly; false: another trainer resumes it
     * @throws JobLostException when another trainer already has it
     */
    public boolean run(TrainVoice job, JobEventPublisher publisher, Supplier<StopRequest> stop) {
        try {
            return ended(job, outcome(job, publisher, stop), publisher);
        } catch (FencedException e) {
            throw new JobLostException(e.getMessage(), e);
        } catch (InvalidJobException | DeviceMemoryException | UncheckedIOException | IOException e) {
            if (stop.get().equals(StopRequest.HAND_BACK)) {
                LOG.warn("job failed while the trainer stops, handed back: job={}", job.job(), e);
                return false;
            }
            LOG.error("job failed: job={}", job.job(), e);
            publisher.publish(new JobFailed(
                    job.job(), job.voice(), "[%s] %s".formatted(job.job(), e.getMessage()), lastCheckpoint(job)));
            return true;
        }
    }

    private RunOutcome outcome(TrainVoice job, JobEventPublisher publisher, Supplier<StopRequest> stop)
            throws IOException {
        if (!stop.get().equals(StopRequest.NONE)) {
            return RunOutcome.stopped(stop.get());
        }
        CheckpointStore store = store(job);
        publisher.assertHeld();
        store.claim();
        Optional<Checkpoint> from = store.newest();
        from.ifPresent(checkpoint -> LOG.info(
                "job resumed: job={} step={} folder={}",
                job.job(),
                checkpoint.state().steps(),
                checkpoint.folder()));
        Optional<BaseDiscriminators> published = publishedDiscriminators(job, from); // before it waits for its data
        Optional<Dataset> opened = datasets.open(job, () -> !stop.get().equals(StopRequest.NONE));
        if (opened.isEmpty()) {
            return RunOutcome.stopped(stop.get());
        }
        try (Dataset dataset = new PrefetchingDataset(opened.get(), BATCHES_AHEAD);
                Learner learner = learner(job, dataset, from, published)) {
            System.gc(); // the base model's file is in memory until nobody knows it any more
            try (TrainingReporter reporter = reporter(job, learner, from, dataset)) {
                return new TrainingRun(learner, dataset, store, reporter, publisher, stop).run();
            }
        }
    }

    private static TrainingPlan plan(TrainVoice job, Dataset dataset, Voice voice, Optional<Checkpoint> from) {
        double validationFraction = job.resolvedHyperparameters().validationFraction();
        Dataset training = new TrainingSplit(dataset, new ValidationSplit(validationFraction));
        int speakers = voice.learnsSpeakers() ? Math.max(1, training.speakers().size()) : 1;
        DataRecipe recipe = new DataRecipe(training.utterances(), training.batches(), speakers);
        OptionalLong countedSteps = from.map(checkpoint -> checkpoint.state().countedSteps())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        return TrainingPlan.of(job, recipe, countedSteps);
    }

    private BaseModel baseModel(TrainVoice job) {
        return validating(() -> BaseModel.resolve(job.baseModel(), hub, job.seed()));
    }

    /**
     * The discriminators that were published with a base model which has none itself; empty where the job needs none. They are asked for
     * once, so that a hub that is away is waited for once.
     */
    private Optional<BaseDiscriminators> publishedDiscriminators(TrainVoice job, Optional<Checkpoint> from) {
        Optional<MmsCheckpoint> mms = baseModel(job).publishedCheckpoint(job.baseModel());
        return from.isPresent() || !job.objective().equals(TrainVoice.VITS)
                ? Optional.empty()
                : mms.map(checkpoint -> BaseDiscriminators.published(checkpoint, hub));
    }

    private Learner learner(
            TrainVoice job, Dataset dataset, Optional<Checkpoint> from, Optional<BaseDiscriminators> published) {
        BaseModel found = baseModel(job);
        BaseModel resolved = published.map(found::withDiscriminators).orElse(found);
        return validating(() -> {
            BaseModel base = from.map(checkpoint -> resolved.withSpeakersOf(checkpoint, job.seed()))
                    .orElseGet(() -> resolved.withSpeakers(dataset.speakers(), job.seed()));
            TrainingPlan plan = plan(job, dataset, base.voice(), from);
            return OutOfMemory.expecting(() -> new Learner(plan, base, from, device));
        });
    }

    /** Runs what fails when the job asks for what there is not. */
    private static <T> T validating(Supplier<T> work) {
        try {
            return work.get();
        } catch (ModelUnavailableException
                | InvalidVoiceException
                | InvalidTokenizerException
                | InvalidSafetensorsException
                | InvalidTorchFileException
                | InvalidEventException e) {
            throw new InvalidJobException(e.getMessage(), e);
        }
    }

    private static TrainingReporter reporter(
            TrainVoice job, Learner learner, Optional<Checkpoint> from, Dataset dataset) {
        return new TrainingReporter(
                folder("checkpoints", job.checkpoints()),
                from.map(Checkpoint::folder),
                learner.state().steps(),
                learner.model().config(),
                !dataset.temporary());
    }

    private static CheckpointStore store(TrainVoice job) {
        return new CheckpointStore(
                job.job(),
                folder("checkpoints", job.checkpoints()),
                folder("model", job.model()),
                job.sampleSentences(),
                job.seed());
    }

    /** The folder of a job's newest checkpoint; null when there is none, or none that can be read. */
    public static URI lastCheckpoint(TrainVoice job) {
        try {
            return store(job)
                    .newest()
                    .map(checkpoint -> checkpoint.folder().toUri())
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            LOG.warn("no last checkpoint: job={} reason={}", job.job(), e.getMessage());
            return null; // the job failed for another reason, which is the one to tell
        }
    }

    private static boolean ended(TrainVoice job, RunOutcome outcome, JobEventPublisher publisher) {
        if (outcome instanceof RunOutcome.Completed completed) {
            publisher.publish(completed.event());
            return true;
        }
        if (outcome instanceof RunOutcome.Cancelled cancelled) {
            publisher.publish(new JobCancelled(job.job(), job.voice(), cancelled.reason(), lastCheckpoint(job)));
            return true;
        }
        return false;
    }

    private static Path folder(String what, URI uri) {
        try {
            if (uri.getScheme() == null) {
                return Path.of(uri.getPath());
            }
            if (uri.getScheme().equals("file")) {
                return Path.of(uri);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidJobException(
                    "%s must be a file: URI, found %s: %s".formatted(what, uri, e.getMessage()), e);
        }
        throw new InvalidJobException("%s must be a file: URI, found %s".formatted(what, uri));
    }
}
