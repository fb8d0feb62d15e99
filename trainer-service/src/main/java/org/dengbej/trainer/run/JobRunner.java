package org.dengbej.trainer.run;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dengbej.events.JobFailed;
import org.dengbej.events.TrainVoice;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does jobs: gathers what one needs, trains, and tells how it ended. */
public final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final String FRESH = "fresh:";

    private final ModelHub hub;
    private final Device device;
    private final Function<TrainVoice, Dataset> datasets;

    /** {@code datasets}: opens a job's data, waiting until it is prepared. */
    public JobRunner(ModelHub hub, Device device, Function<TrainVoice, Dataset> datasets) {
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
    public boolean run(TrainVoice job, Journal journal, Supplier<StopRequest> stop) {
        Optional<Checkpoint> from = Optional.empty();
        try {
            CheckpointStore store =
                    new CheckpointStore(folder("output", job.output()), job.sampleSentences(), job.seed());
            from = store.newest(job.job());
            from.ifPresent(checkpoint -> LOG.info(
                    "job goes on: job={} step={} folder={}",
                    job.job(),
                    checkpoint.state().steps(),
                    checkpoint.folder()));
            Voice voice = voice(job);
            try (Dataset dataset = datasets.apply(job);
                    Learner learner = new Learner(job, voice, from, device)) {
                return ended(job, new TrainingRun(job, learner, dataset, store, journal, stop).run(), journal);
            }
        } catch (ModelUnavailableException
                | InvalidVoiceException
                | UnusableDatasetException
                | EngineException
                | IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException
                | IOException e) {
            LOG.error("job failed: job={}", job.job(), e);
            URI last = from.map(checkpoint -> checkpoint.folder().toUri()).orElse(null);
            journal.publish(
                    new JobFailed(job.job(), job.voice(), "[%s] %s".formatted(job.job(), e.getMessage()), last));
            return true;
        }
    }

    private static boolean ended(TrainVoice job, RunOutcome outcome, Journal journal) {
        if (outcome instanceof RunOutcome.Completed completed) {
            journal.publish(completed.event());
            return true;
        }
        if (outcome instanceof RunOutcome.Cancelled) {
            journal.publish(new JobFailed(job.job(), job.voice(), "[%s] cancelled".formatted(job.job()), null));
            return true;
        }
        return false;
    }

    private Voice voice(TrainVoice job) {
        if (!job.baseModel().startsWith(FRESH)) {
            return Voice.read(hub.resolve(job.baseModel()));
        }
        Path folder = hub.resolve(job.baseModel().substring(FRESH.length()));
        return Voice.fresh(VitsConfig.read(folder), Tokenizer.read(folder), job.seed());
    }

    private static Path folder(String what, URI uri) {
        if (uri.getScheme() != null && !uri.getScheme().equals("file")) {
            throw new IllegalArgumentException("%s must be a file: URI, found %s".formatted(what, uri));
        }
        return uri.getScheme() == null ? Path.of(uri.getPath()) : Path.of(uri);
    }
}
