package org.dengbej.trainer.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.checkpoint.SavedVoice;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.TrainingSplit;
import org.dengbej.trainer.data.ValidationSplit;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.learner.ResolvedHyperparameters;
import org.dengbej.trainer.learner.TrainingPlan;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.report.TrainingReporter;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.trainer.step.SkippedBatch;
import org.dengbej.trainer.step.StepOutcome;
import org.dengbej.trainer.step.TrainingStep;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's training, from where it stands to its end, or to where it is asked to stop. */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    /** Utterances that are measured on: some tell as much as all, and cost less after each epoch. */
    private static final int MAX_MEASURED_UTTERANCES = 16;

    private static final double SECONDS_PER_HOUR = 3600;

    private final TrainVoice job;
    private final Learner learner;
    private final Dataset dataset;
    private final CheckpointStore store;
    private final JobEventPublisher publisher;
    private final RunEvents events;
    private final Supplier<StopRequest> stop;
    private final TrainingStep trainingStep;
    private final ResolvedHyperparameters hyperparameters;
    private TrainingPlan plan;
    private final StepBudget stepBudget = new StepBudget();
    private final NonFiniteGuard nonFiniteGuard;
    private final Evaluations evaluations;
    private final TrainingReporter reporter;
    private final List<BatchSkipped> skippedInStep = new ArrayList<>();
    private final Stopwatch stopwatch = new Stopwatch();
    private final Progress progress;
    private int unreadableInStep;
    private long savedStep = -1;
    private Map<String, Double> lastLosses = Map.of();

    public TrainingRun(
            Learner learner,
            Dataset dataset,
            CheckpointStore store,
            TrainingReporter reporter,
            JobEventPublisher publisher,
            Supplier<StopRequest> stop) {
        this.plan = learner.plan();
        this.job = plan.job();
        this.learner = learner;
        this.hyperparameters = learner.hyperparameters();
        TrainingSplit training = new TrainingSplit(dataset, new ValidationSplit(hyperparameters.validationFraction()));
        this.dataset = training;
        this.reporter = reporter;
        this.store = store;
        this.publisher = publisher;
        this.events = new RunEvents(job, publisher);
        this.stop = stop;
        this.nonFiniteGuard = new NonFiniteGuard(hyperparameters.maxNonFiniteSteps());
        this.progress = new Progress(learner.state());
        this.evaluations = new Evaluations(
                learner,
                training.validation(MAX_MEASURED_UTTERANCES),
                reporter.melFrames(),
                job,
                store,
                publisher,
                events,
                reporter,
                progress);
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
        String discriminators = learner.discriminatorOrigin();
        if (discriminators != null) {
            LOG.info("discriminators: job={} origin={}", job.job(), discriminators);
        }
        events.started(plan, learner.device(), dataset.batches(), progress.steps(), discriminators);
        if (progress.steps() == 0 && !job.fresh()) {
            evaluate(); // what the job has to be better than
        }
        while (!ended()) {
            Dataset.Epoch epoch = dataset.epoch(progress.epoch(), progress.position(), this::unreadable);
            if (trainEpoch(epoch) instanceof StepOutcome.Abandoned) {
                return stopped();
            }
        }
        evaluate();
        checkpoint();
        return new RunOutcome.Completed(completed());
    }

    private boolean ended() {
        return plan.schedule().ended(progress.steps(), progress.epoch()) || outOfPatience();
    }

    /** Early stopping (Prechelt 1998), by evaluations. */
    private boolean outOfPatience() {
        return hyperparameters.patience() > 0
                && progress.evaluationsSinceBest() >= hyperparameters.patience()
                && progress.epoch() > hyperparameters.minEpochs();
    }

    /** Trains to the end of the epoch, of the job, or to where it is asked to stop. */
    private StepOutcome trainEpoch(Dataset.Epoch epoch) {
        long stepsBefore = progress.steps();
        StepOutcome outcome = train(epoch);
        while (outcome instanceof StepOutcome.Trained trained) {
            count(trained, epoch.position());
            nonFiniteGuard.after(trained);
            afterStep();
            if (ended()) {
                return outcome;
            }
            outcome = train(epoch);
        }
        if (outcome instanceof StepOutcome.EpochEnded ended) {
            endEpoch(ended, progress.steps() > stepsBefore || progress.position() > 0);
        }
        return outcome;
    }

    private void afterStep() {
        boolean counted = plan.targetHours() != null && countSteps();
        if (plan.schedule().evaluationDue(progress.steps())) {
            evaluate();
        }
        if (counted || plan.schedule().checkpointDue(progress.steps())) {
            checkpoint(); // whoever resumes the job keeps to the counted steps
        }
    }

    /** Counts the steps that fit into the target hours; false while the speed is not known. */
    private boolean countSteps() {
        double left = plan.targetHours() * SECONDS_PER_HOUR - secondsSoFar();
        OptionalLong fitting = stepBudget.fitting(left, job.hyperparameters().evaluateEverySteps());
        if (fitting.isEmpty()) {
            return false;
        }
        long steps = Math.max(
                progress.steps() + fitting.getAsLong(), (long) hyperparameters.minEpochs() * plan.stepsPerEpoch());
        LOG.info("steps counted for the target: job={} target-hours={} steps={}", job.job(), plan.targetHours(), steps);
        progress.counted(steps);
        plan = plan.withSteps(steps);
        return true;
    }

    private double secondsSoFar() {
        return stopwatch.totalSeconds() + learner.state().seconds();
    }

    private StepOutcome train(Dataset.Epoch epoch) {
        learner.beginStep(plan.schedule(), progress.steps(), progress.epoch());
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
        if (trained instanceof StepOutcome.Stepped) {
            learner.stepped(progress.applied());
        }
        lastLosses = trained.losses();
        reporter.step(
                progress.steps(),
                trained.losses(),
                Map.of("loss-scale", trained.lossScale(), "learning-rate", learner.learningRate()));
        double seconds = stopwatch.lapSeconds();
        stepBudget.step(seconds);
        events.stepTrained(trained, progress, plan, learner.learningRate(), seconds);
    }

    private void endEpoch(StepOutcome.EpochEnded ended, boolean trained) {
        progress.skipped(reportSkipped() + ended.skipped());
        if (progress.batchesTrained() == 0) {
            throw new UntrainableException(
                    "none of the data sets' %d batches could be learned from, see the BatchSkipped events; where memory is lacking, ask for fewer utterances a batch (--batch_size) or shorter ones"
                            .formatted(progress.batchesSkipped()));
        }
        if (!trained && !plan.schedule().endsWithEpochs()) {
            throw new UntrainableException(
                    "no batch of epoch %d could be learned from, see the BatchSkipped events; the last checkpoint is good"
                            .formatted(progress.epoch()));
        }
        if (plan.schedule().evaluatesAfterEpochs()) {
            evaluate();
        }
        progress.endEpoch();
        if (plan.schedule().checkpointDueAfterEpoch(progress.epoch() - 1)) {
            checkpoint();
        }
    }

    private void evaluate() {
        double beganSeconds = stopwatch.totalSeconds();
        if (evaluations.evaluate()) {
            stepBudget.evaluation(stopwatch.totalSeconds() - beganSeconds);
        }
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
            SavedVoice saved = OutOfMemory.expecting(() -> learner.asPublished(this::save));
            savedStep = progress.steps();
            events.checkpointSaved(saved, progress, plan, lastLosses, false);
        } catch (IOException | DeviceMemoryException e) {
            LOG.warn("checkpoint skipped: job={} step={} reason={}", job.job(), progress.steps(), e.getMessage(), e);
        }
    }

    private SavedVoice save() throws IOException {
        evaluations.writeBest();
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
        SavedVoice saved = OutOfMemory.expecting(() -> learner.asPublished(this::saveFinal));
        events.checkpointSaved(saved, progress, plan, lastLosses, true);
        return events.completed(
                saved, progress, secondsSoFar(), endsWithBest() ? progress.bestStep() : progress.steps());
    }

    private boolean endsWithBest() {
        return hyperparameters.publishBest() && progress.bestStep() != null;
    }

    private SavedVoice saveFinal() throws IOException {
        if (endsWithBest()) {
            return store.saveFinal(evaluations.best(), learner.model().device(), this::attach);
        }
        return store.saveFinal(learner.model(), learner.tokenizer(), learner.discriminator(), this::attach);
    }
}
