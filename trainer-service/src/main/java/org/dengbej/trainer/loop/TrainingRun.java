package org.dengbej.trainer.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.VoiceMeasures;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.checkpoint.SavedVoice;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.TrainingSplit;
import org.dengbej.trainer.data.ValidationSplit;
import org.dengbej.trainer.evaluation.ValidationSpeech;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.learner.ResolvedHyperparameters;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.report.TrainingReporter;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.MicroBatch;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.trainer.step.SkippedBatch;
import org.dengbej.trainer.step.StepOutcome;
import org.dengbej.trainer.step.TrainingStep;
import org.dengbej.trainer.step.ValidationLoss;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's training, from where it stands to its end, or to where it is asked to stop. */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    /** Utterances that are measured on: some tell as much as all, and cost less after each epoch. */
    private static final int MAX_MEASURED_UTTERANCES = 16;

    /** Of these, utterances that are spoken. */
    private static final int MAX_SPOKEN_UTTERANCES = 8;

    private final TrainVoice job;
    private final Learner learner;
    private final Dataset dataset;
    private final CheckpointStore store;
    private final JobEventPublisher publisher;
    private final RunEvents events;
    private final Supplier<StopRequest> stop;
    private final TrainingStep trainingStep;
    private final ResolvedHyperparameters hyperparameters;
    private final NonFiniteGuard nonFiniteGuard;
    private final ValidationLoss evaluation;
    private final ValidationSpeech spoken;
    private final TrainingReporter reporter;
    private final List<BatchSkipped> skippedInStep = new ArrayList<>();
    private final Stopwatch stopwatch = new Stopwatch();
    private final Progress progress;
    private int unreadableInStep;
    private long savedStep = -1;
    private Map<String, Double> lastLosses = Map.of();

    public TrainingRun(
            TrainVoice job,
            Learner learner,
            Dataset dataset,
            CheckpointStore store,
            TrainingReporter reporter,
            JobEventPublisher publisher,
            Supplier<StopRequest> stop) {
        this.job = job;
        this.learner = learner;
        this.hyperparameters = learner.hyperparameters();
        TrainingSplit training = new TrainingSplit(dataset, new ValidationSplit(hyperparameters.validationFraction()));
        this.dataset = training;
        this.reporter = reporter;
        List<MicroBatch> validation = training.validation(MAX_MEASURED_UTTERANCES);
        this.evaluation = new ValidationLoss(learner.objective(), learner.optimizerStep(), validation);
        this.spoken = new ValidationSpeech(
                validation.stream().map(MicroBatch::batch).toList(),
                MAX_SPOKEN_UTTERANCES,
                reporter.melFrames(),
                job.seed());
        this.store = store;
        this.publisher = publisher;
        this.events = new RunEvents(job, hyperparameters.epochs(), publisher);
        this.stop = stop;
        this.nonFiniteGuard = new NonFiniteGuard(hyperparameters.maxNonFiniteSteps());
        this.progress = new Progress(learner.state());
        this.trainingStep = new TrainingStep(
                learner.objective(),
                learner.optimizerStep(),
                hyperparameters.gradientAccumulationSteps(),
                hyperparameters.outOfMemoryPolicy(),
                this::skipped,
                () -> !stop.get().equals(StopRequest.NONE));
    }

    /**
     * Trains until the job's end or a stop.
     *
     * @throws IOException          when the finished voice cannot be written
     * @throws UntrainableException when nothing can be learned, or what is learned stays NaN or infinite
     */
    public RunOutcome run() throws IOException {
        events.started(learner.device(), dataset.batches(), progress.steps());
        while (progress.epoch() <= hyperparameters.epochs()) {
            Dataset.Epoch epoch = dataset.epoch(progress.epoch(), progress.position(), this::unreadable);
            if (trainEpoch(epoch) instanceof StepOutcome.Abandoned) {
                return stopped();
            }
        }
        checkpoint();
        return new RunOutcome.Completed(completed());
    }

    private StepOutcome trainEpoch(Dataset.Epoch epoch) {
        StepOutcome outcome = train(epoch);
        while (outcome instanceof StepOutcome.Trained trained) {
            count(trained, epoch.position());
            nonFiniteGuard.after(trained);
            if (due(progress.steps(), hyperparameters.checkpointEverySteps())) {
                checkpoint();
            }
            outcome = train(epoch);
        }
        if (outcome instanceof StepOutcome.EpochEnded ended) {
            endEpoch(ended);
        }
        return outcome;
    }

    private StepOutcome train(Dataset.Epoch epoch) {
        learner.beginStep(progress.steps(), progress.epoch());
        try {
            return trainingStep.train(epoch);
        } catch (DeviceMemoryException e) {
            throw new UntrainableException(
                    "no memory for an optimizer step, whose moments take twice as much as the weights, found %s; stop what else uses the device, or take one with more memory"
                            .formatted(e.getMessage()));
        }
    }

    private void count(StepOutcome.Trained trained, int position) {
        progress.skipped(reportSkipped());
        progress.trained(trained, position);
        lastLosses = trained.losses();
        reporter.step(
                progress.steps(),
                trained.losses(),
                Map.of("loss-scale", trained.lossScale(), "learning-rate", learner.learningRate()));
        events.stepTrained(trained, progress, dataset.batches(), learner.learningRate(), stopwatch.lapSeconds());
    }

    private void endEpoch(StepOutcome.EpochEnded ended) {
        progress.skipped(reportSkipped() + ended.skipped());
        if (progress.batchesTrained() == 0) {
            throw new UntrainableException(
                    "none of the data sets' %d batches could be learned from, see the BatchSkipped events; where memory is lacking, ask for fewer utterances a batch (--batch_size) or shorter ones"
                            .formatted(progress.batchesSkipped()));
        }
        evaluate();
        progress.endEpoch();
        if (due(progress.epoch() - 1, hyperparameters.checkpointEveryEpochs())) {
            checkpoint();
        }
    }

    private void evaluate() {
        Map<String, Double> losses = evaluation.losses();
        if (losses.isEmpty()) {
            return;
        }
        Evaluation speech = spoken.evaluate(learner.model(), learner.tokenizer());
        VoiceMeasures measures = speech.measures();
        boolean best = measures.score().isPresent()
                && progress.evaluated(measures.score().getAsDouble());
        if (best) {
            keepBest();
        }
        reporter.evaluated(progress.steps(), losses, speech);
        events.evaluated(progress, evaluation.utterances(), losses, measures, best);
    }

    private void keepBest() {
        publisher.assertHeld();
        try {
            OutOfMemory.expecting(() -> store.saveBest(learner.model(), learner.tokenizer(), learner.discriminator()));
        } catch (IOException | DeviceMemoryException e) {
            LOG.warn("best voice not kept: job={} step={} reason={}", job.job(), progress.steps(), e.getMessage(), e);
        }
    }

    private static boolean due(long count, int every) {
        return every > 0 && count > 0 && count % every == 0;
    }

    private RunOutcome stopped() {
        // The step that was abandoned is not counted: whoever resumes the job begins it again.
        skippedInStep.clear();
        unreadableInStep = 0;
        checkpoint();
        return RunOutcome.stopped(stop.get());
    }

    private void skipped(SkippedBatch skipped) {
        skippedInStep.add(events.skipped(skipped, learner.objective().hopSamples()));
    }

    private void unreadable(Dataset.UnreadableBatch batch) {
        skippedInStep.add(events.unreadable(batch, progress.epoch()));
        unreadableInStep++;
    }

    /** Publishes what was skipped; returns the batches of it that could not be read. */
    private int reportSkipped() {
        skippedInStep.forEach(publisher::publish);
        skippedInStep.clear();
        int unreadable = unreadableInStep;
        unreadableInStep = 0;
        return unreadable;
    }

    /**
     * One that cannot be written, on a full disk or for lack of memory, is done without: the next may go well, and the one before is
     * there still.
     */
    private void checkpoint() {
        if (savedStep == progress.steps()) {
            return;
        }
        publisher.assertHeld();
        try {
            SavedVoice saved = OutOfMemory.expecting(this::save);
            savedStep = progress.steps();
            events.checkpointSaved(saved, progress, lastLosses, false);
        } catch (IOException | DeviceMemoryException e) {
            LOG.warn("checkpoint skipped: job={} step={} reason={}", job.job(), progress.steps(), e.getMessage(), e);
        }
    }

    private SavedVoice save() throws IOException {
        TrainingState state =
                progress.state(job, learner.optimizerStep().scaler().state(), stopwatch.totalSeconds());
        return store.save(
                learner.model(), learner.tokenizer(), learner.discriminator(), state, learner.trained(), this::attach);
    }

    private void attach(Path folder, SortedMap<String, SynthesizedSpeech> spoken) throws IOException {
        reporter.into(folder, spoken, progress.steps());
    }

    private JobCompleted completed() throws IOException {
        publisher.assertHeld();
        SavedVoice saved = OutOfMemory.expecting(
                () -> store.saveFinal(learner.model(), learner.tokenizer(), learner.discriminator(), this::attach));
        events.checkpointSaved(saved, progress, lastLosses, true);
        return events.completed(
                saved, progress, stopwatch.totalSeconds() + learner.state().seconds());
    }
}
