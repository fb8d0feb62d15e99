package org.dengbej.trainer.job;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobFailed;
import org.dengbej.events.TrainVoice;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.checkpoint.FencedException;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.PrefetchingDataset;
import org.dengbej.trainer.data.UnusableDatasetException;
import org.dengbej.trainer.learner.BaseModel;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.loop.RunOutcome;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.loop.TrainingRun;
import org.dengbej.trainer.loop.UntrainableException;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.report.TrainingReporter;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.vits.InvalidVoiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does jobs: gathers what one needs, trains, and tells how it ended. */
public final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** A batch takes a second to train on, and milliseconds to read; so a broker that is away for a moment is not noticed. */
    private static final int BATCHES_AHEAD = 4;

    private final ModelHub hub;
    private final Device device;
    private final Function<TrainVoice, Optional<Dataset>> datasets;

    /** {@code datasets}: opens a job's data, waiting until it is prepared; empty when it was asked to stop first. */
    public JobRunner(ModelHub hub, Device device, Function<TrainVoice, Optional<Dataset>> datasets) {
        this.hub = hub;
        this.device = device;
        this.datasets = datasets;
    }

    /**
     * Does a job from where its newest checkpoint stands.
     *
     * @return whether the job has ended, well or badly; false: another trainer will go on with it
     * @throws JobLostException when another trainer already has it
     */
    public boolean run(TrainVoice job, JobEventPublisher publisher, Supplier<StopRequest> stop) {
        try {
            return ended(job, outcome(job, publisher, stop), publisher);
        } catch (FencedException e) {
            throw new JobLostException(e.getMessage(), e);
        } catch (ModelUnavailableException
                | InvalidVoiceException
                | UnusableDatasetException
                | UntrainableException
                | DeviceMemoryException
                | EngineException
                | IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException
                | IOException e) {
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
                "job goes on: job={} step={} folder={}",
                job.job(),
                checkpoint.state().steps(),
                checkpoint.folder()));
        try (Learner learner = learner(job, from)) {
            System.gc(); // the base model's file is in memory until nobody knows it any more
            Optional<Dataset> opened = datasets.apply(job);
            if (opened.isEmpty()) {
                return RunOutcome.stopped(stop.get());
            }
            try (Dataset dataset = new PrefetchingDataset(opened.get(), BATCHES_AHEAD);
                    TrainingReporter reporter = reporter(job, learner, from)) {
                return new TrainingRun(job, learner, dataset, store, reporter, publisher, stop).run();
            }
        }
    }

    private Learner learner(TrainVoice job, Optional<Checkpoint> from) {
        return new Learner(job, BaseModel.resolve(job.baseModel(), hub, job.seed()), from, device);
    }

    private static TrainingReporter reporter(TrainVoice job, Learner learner, Optional<Checkpoint> from) {
        return new TrainingReporter(
                folder("checkpoints", job.checkpoints()),
                from.map(Checkpoint::folder),
                learner.state().steps(),
                learner.model().config());
    }

    private static CheckpointStore store(TrainVoice job) {
        return new CheckpointStore(
                job.job(),
                folder("checkpoints", job.checkpoints()),
                folder("model", job.model()),
                job.sampleSentences(),
                job.seed());
    }

    private static URI lastCheckpoint(TrainVoice job) {
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
        if (uri.getScheme() != null && !uri.getScheme().equals("file")) {
            throw new IllegalArgumentException("%s must be a file: URI, found %s".formatted(what, uri));
        }
        return uri.getScheme() == null ? Path.of(uri.getPath()) : Path.of(uri);
    }
}
