package org.dengbej.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.DiscriminatorOrigin;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.step.Objective;
import org.dengbej.trainer.step.StepOutcome;

/** The counts of a run. */
final class Progress {

    private final List<Double> epochLosses;
    private final double secondsBefore;
    private final DiscriminatorOrigin discriminators;
    private int epoch;
    private int position;
    private long steps;
    private long applied;
    private long batchesTrained;
    private long batchesSkipped;
    private double lossSum;
    private long lossItems;
    private Long evaluatedStep;
    private Double bestScore;
    private Long bestStep;
    private int evaluationsSinceBest;
    private Long countedSteps;

    Progress(TrainingState from) {
        epochLosses = new ArrayList<>(from.epochLosses());
        secondsBefore = from.seconds();
        discriminators = from.discriminators();
        epoch = from.epoch();
        position = from.position();
        steps = from.steps();
        applied = from.applied();
        batchesTrained = from.batchesTrained();
        batchesSkipped = from.batchesSkipped();
        lossSum = from.lossSum();
        lossItems = from.lossItems();
        evaluatedStep = from.evaluatedStep();
        bestScore = from.bestScore();
        bestStep = from.bestStep();
        evaluationsSinceBest = from.evaluationsSinceBest();
        countedSteps = from.countedSteps();
    }

    void trained(StepOutcome.Trained step, int newPosition) {
        position = newPosition;
        steps++;
        batchesTrained += step.contents().batches().size();
        batchesSkipped += step.contents().skipped();
        if (step instanceof StepOutcome.Stepped) {
            applied++;
            lossSum += step.losses().get(Objective.TOTAL) * step.contents().items();
            lossItems += step.contents().items();
        }
    }

    void skipped(int batches) {
        batchesSkipped += batches;
    }

    /** Takes note of an evaluation at this step. */
    void evaluated() {
        evaluatedStep = steps;
    }

    /** True when the voice as it is at this step was evaluated, by this trainer or the one before it. */
    boolean isEvaluated() {
        return evaluatedStep != null && evaluatedStep == steps;
    }

    /** True when no evaluation before had a lower score. */
    boolean isBest(double score) {
        return bestScore == null || score < bestScore;
    }

    void best(double score) {
        bestScore = score;
        bestStep = steps;
        evaluationsSinceBest = 0;
    }

    void notBest() {
        evaluationsSinceBest++;
    }

    void counted(long stepsInAll) {
        countedSteps = stepsInAll;
    }

    void endEpoch() {
        if (lossItems > 0) {
            epochLosses.add(lossSum / lossItems);
        }
        epoch++;
        position = 0;
        lossSum = 0;
        lossItems = 0;
    }

    TrainingState state(TrainVoice job, GradScaler.State scaler, double seconds) {
        return new TrainingState(
                job.job(),
                job.seed(),
                epoch,
                position,
                steps,
                applied,
                batchesTrained,
                batchesSkipped,
                lossSum,
                lossItems,
                epochLosses,
                evaluatedStep,
                bestScore,
                bestStep,
                evaluationsSinceBest,
                countedSteps,
                scaler,
                secondsBefore + seconds,
                discriminators);
    }

    int epoch() {
        return epoch;
    }

    int position() {
        return position;
    }

    long steps() {
        return steps;
    }

    /** Null before the first evaluation. */
    Long bestStep() {
        return bestStep;
    }

    int evaluationsSinceBest() {
        return evaluationsSinceBest;
    }

    boolean stepsCounted() {
        return countedSteps != null;
    }

    long applied() {
        return applied;
    }

    long batchesTrained() {
        return batchesTrained;
    }

    long batchesSkipped() {
        return batchesSkipped;
    }

    List<Double> epochLosses() {
        return List.copyOf(epochLosses);
    }
}
