package org.dengbej.trainer.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.VoiceMeasures;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobStarted;
import org.dengbej.events.MeasuredValue;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.SavedVoice;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.learner.TrainingPlan;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.step.SkippedBatch;
import org.dengbej.trainer.step.StepOutcome;

/** The events of a run. */
record RunEvents(TrainVoice job, JobEventPublisher publisher) {

    void started(TrainingPlan plan, String device, int batchesPerEpoch, long fromStep, String discriminators) {
        publisher.publish(new JobStarted(
                job.job(),
                job.voice(),
                device,
                plan.schedule().epochs(),
                batchesPerEpoch,
                fromStep,
                plan.schedule().steps(),
                plan.hyperparameters(),
                discriminators));
    }

    void stepTrained(
            StepOutcome.Trained trained, Progress progress, TrainingPlan plan, double learningRate, double seconds) {
        publisher.publish(new StepsTrained(
                job.job(),
                job.voice(),
                progress.steps(),
                progress.epoch(),
                trained.contents().batches(),
                progress.batchesTrained(),
                progress.batchesSkipped(),
                plan.batches(),
                plan.schedule().steps(),
                finite(trained.losses()),
                trained.lossScale(),
                trained instanceof StepOutcome.Stepped stepped ? stepped.gradientNorm() : null,
                learningRate,
                trained instanceof StepOutcome.Stepped,
                seconds));
    }

    void evaluated(
            Progress progress, int utterances, Map<String, Double> losses, VoiceMeasures measures, boolean best) {
        OptionalDouble distortion = measures.mean(VoiceMeasure.DISTORTION);
        publisher.publish(new EpochEvaluated(
                job.job(),
                job.voice(),
                progress.epoch(),
                progress.steps(),
                utterances,
                finite(losses),
                distortion.isPresent() ? distortion.getAsDouble() : null,
                measured(measures),
                best));
    }

    private static Map<String, MeasuredValue> measured(VoiceMeasures measures) {
        Map<String, MeasuredValue> values = new LinkedHashMap<>();
        measures.values()
                .forEach((measure, value) -> values.put(
                        measure.key(),
                        new MeasuredValue(
                                value.mean(),
                                value.hasInterval() ? value.lower() : null,
                                value.hasInterval() ? value.upper() : null,
                                value.count())));
        return values;
    }

    /** JSON has no NaN and no infinity. */
    private static Map<String, Double> finite(Map<String, Double> losses) {
        Map<String, Double> finite = new LinkedHashMap<>(losses);
        finite.values().removeIf(loss -> !Double.isFinite(loss));
        return finite;
    }

    BatchSkipped skipped(SkippedBatch skipped, int hopSamples) {
        return new BatchSkipped(
                job.job(),
                job.voice(),
                skipped.batch().batch().dataset(),
                skipped.batch().batch().index(),
                skipped.batch().epoch(),
                skipped.reason(),
                skipped.detail(),
                skipped.batch().utteranceIds(),
                skipped.batch().frames(hopSamples));
    }

    BatchSkipped unreadable(Dataset.UnreadableBatch batch, int epoch) {
        return new BatchSkipped(
                job.job(),
                job.voice(),
                batch.dataset(),
                batch.ordinal(),
                epoch,
                BatchSkipped.UNREADABLE,
                batch.reason(),
                List.of(),
                List.of());
    }

    void checkpointSaved(
            SavedVoice saved, Progress progress, TrainingPlan plan, Map<String, Double> losses, boolean last) {
        publisher.publish(new CheckpointSaved(
                job.voice(),
                job.job(),
                saved.folder().toUri(),
                progress.steps(),
                Math.min(progress.epoch(), plan.schedule().epochs()),
                last,
                saved.sha256(),
                finite(losses),
                saved.samples(),
                job.datasets()));
    }

    JobCompleted completed(SavedVoice saved, Progress progress, double seconds, long modelStep) {
        return new JobCompleted(
                job.job(),
                job.voice(),
                progress.applied(),
                progress.batchesTrained(),
                progress.batchesSkipped(),
                progress.epochLosses(),
                saved.folder().toUri(),
                seconds,
                modelStep);
    }
}
