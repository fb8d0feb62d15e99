package org.dengbej.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.step.Objective;
import org.dengbej.trainer.step.StepOutcome;

/** The counts of a run. */
final class Progress {

    private final List<Double> epochLosses;
    private final double secondsBefore;
    private int epoch;
    private int position;
    private long steps;
    private long applied;
    private long batchesTrained;
    private long batchesSkipped;
    private double lossSum;
    private long lossItems;
    private Double leastScore;

    Progress(TrainingState from) {
        epochLosses = new ArrayList<>(from.epochLosses());
        secondsBefore = from.seconds();
        epoch = from.epoch();
        position = from.position();
        steps = from.steps();
        applied = from.applied();
        batchesTrained = from.batchesTrained();
        batchesSkipped = from.batchesSkipped();
        lossSum = from.lossSum();
        lossItems = from.lossItems();
        leastScore = from.leastScore();
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

    /** Takes note of an evaluation; whether none before had a lower score. */
    boolean evaluated(double score) {
        boolean least = leastScore == null || score < leastScore;
        if (least) {
            leastScore = score;
        }
        return least;
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
                leastScore,
                scaler,
                secondsBefore + seconds);
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
