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
    private Double leastDistortion;

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
        leastDistortion = from.leastDistortion();
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

    /** Takes note of an evaluation; whether none before had less distortion. */
    boolean evaluated(double distortion) {
        boolean least = leastDistortion == null || distortion < leastDistortion;
        if (least) {
            leastDistortion = distortion;
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
                leastDistortion,
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
