package org.dengbej.trainer.run;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.checkpoint.SavedVoice;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.window.MicroBatch;
import org.dengbej.trainer.window.SkippedBatch;
import org.dengbej.trainer.window.TrainingWindow;
import org.dengbej.trainer.window.WindowOutcome;

/** One job's training, from where it stands to its end, or to where it is asked to stop. */
public final class TrainingRun {

    private static final String UNREADABLE = "unreadable";

    private final TrainVoice job;
    private final Learner learner;
    private final Dataset dataset;
    private final CheckpointStore store;
    private final Journal journal;
    private final Supplier<StopRequest> stop;
    private final TrainingWindow window;
    private final Hyperparameters hyperparameters;
    private final List<BatchSkipped> skippedInWindow = new ArrayList<>();
    private final Stopwatch stopwatch = new Stopwatch();
    private Progress progress;
    private long savedStep = -1;
    private Map<String, Double> lastLosses = Map.of();

    public TrainingRun(
            TrainVoice job,
            Learner learner,
            Dataset dataset,
            CheckpointStore store,
            Journal journal,
            Supplier<StopRequest> stop) {
        this.job = job;
        this.learner = learner;
        this.dataset = dataset;
        this.store = store;
        this.journal = journal;
        this.stop = stop;
        this.hyperparameters = job.hyperparameters();
        this.window = new TrainingWindow(
                learner.objective(),
                learner.optimizerStep(),
                hyperparameters.gradientAccumulationSteps(),
                this::skipped,
                () -> stop.get() != StopRequest.NONE);
    }

    /** Trains until the job's end or a stop. */
    public RunOutcome run() throws IOException {
        progress = new Progress(learner.state());
        journal.publish(new JobStarted(
                job.job(),
                job.voice(),
                learner.device(),
                hyperparameters.epochs(),
                dataset.batches(),
                progress.steps()));
        while (progress.epoch() <= hyperparameters.epochs()) {
            Dataset.Epoch epoch = dataset.epoch(progress.epoch(), progress.position(), this::unreadable);
            if (trainEpoch(epoch) instanceof WindowOutcome.Abandoned) {
                return stopped();
            }
        }
        checkpoint();
        return new RunOutcome.Completed(completed());
    }

    private WindowOutcome trainEpoch(Dataset.Epoch epoch) throws IOException {
        WindowOutcome outcome = train(epoch);
        while (outcome instanceof WindowOutcome.Trained trained) {
            count(trained, epoch.position());
            if (due(progress.steps(), hyperparameters.checkpointEverySteps())) {
                checkpoint();
            }
            outcome = train(epoch);
        }
        if (outcome instanceof WindowOutcome.EpochEnded) {
            progress.skipped(report(skippedInWindow));
            progress.endEpoch();
            if (due(progress.epoch() - 1, hyperparameters.checkpointEveryEpochs())) {
                checkpoint();
            }
        }
        return outcome;
    }

    private WindowOutcome train(Dataset.Epoch epoch) {
        learner.beginStep(progress.steps(), progress.epoch());
        return window.train(epoch);
    }

    private void count(WindowOutcome.Trained trained, int position) {
        progress.skipped(report(skippedInWindow));
        progress.trained(trained, position);
        lastLosses = trained.losses();
        boolean applied = trained instanceof WindowOutcome.Stepped;
        journal.publish(new StepsTrained(
                job.job(),
                job.voice(),
                progress.steps(),
                progress.epoch(),
                progress.batchesTrained(),
                progress.batchesSkipped(),
                (long) dataset.batches() * hyperparameters.epochs(),
                trained.losses(),
                trained.lossScale(),
                trained instanceof WindowOutcome.Stepped stepped ? stepped.gradientNorm() : null,
                learner.learningRate(),
                applied,
                stopwatch.lapSeconds()));
    }

    private static boolean due(long count, int every) {
        return every > 0 && count > 0 && count % every == 0;
    }

    private RunOutcome stopped() throws IOException {
        // The window that was broken off is not counted: whoever goes on begins it again.
        skippedInWindow.clear();
        checkpoint();
        return stop.get() == StopRequest.CANCEL ? new RunOutcome.Cancelled() : new RunOutcome.HandedBack();
    }

    private void skipped(SkippedBatch skipped) {
        MicroBatch batch = skipped.batch();
        skippedInWindow.add(new BatchSkipped(
                job.job(),
                job.voice(),
                batch.batch().dataset(),
                batch.batch().index(),
                batch.epoch(),
                skipped.reason(),
                skipped.detail(),
                batch.utteranceIds(),
                batch.frames(learner.objective().hopSamples())));
    }

    private void unreadable(Dataset.UnreadableBatch batch) {
        skippedInWindow.add(new BatchSkipped(
                job.job(),
                job.voice(),
                batch.dataset(),
                batch.ordinal(),
                progress.epoch(),
                UNREADABLE,
                batch.reason(),
                List.of(),
                List.of()));
    }

    private int report(List<BatchSkipped> skipped) {
        skipped.forEach(journal::publish);
        int count = skipped.size();
        skipped.clear();
        return count;
    }

    private void checkpoint() throws IOException {
        if (savedStep == progress.steps()) {
            return;
        }
        journal.assertHeld();
        TrainingState state =
                progress.state(job, learner.optimizerStep().scaler().state(), stopwatch.totalSeconds());
        SavedVoice saved =
                store.save(learner.model(), learner.tokenizer(), learner.discriminator(), state, learner.trained());
        savedStep = progress.steps();
        journal.publish(event(saved, false));
    }

    private JobCompleted completed() throws IOException {
        journal.assertHeld();
        SavedVoice saved = store.saveFinal(learner.model(), learner.tokenizer(), learner.discriminator());
        journal.publish(event(saved, true));
        return new JobCompleted(
                job.job(),
                job.voice(),
                progress.applied(),
                progress.batchesTrained(),
                progress.batchesSkipped(),
                progress.epochLosses(),
                saved.folder().toUri(),
                stopwatch.totalSeconds() + learner.state().seconds());
    }

    private CheckpointSaved event(SavedVoice saved, boolean last) {
        URI uri = saved.folder().toUri();
        int epochsBegun = Math.min(progress.epoch(), hyperparameters.epochs());
        return new CheckpointSaved(
                job.voice(),
                job.job(),
                uri,
                progress.steps(),
                epochsBegun,
                last,
                saved.sha256(),
                lastLosses,
                saved.samples());
    }
}
