package org.dengbej.trainer.checkpoint;

import java.util.List;
import org.dengbej.trainer.optim.GradScaler;

/**
 * The progress of a run; with the weights and the optimizer's moments, all that it needs to be resumed as if it had never stopped.
 *
 * @param job            the run's job
 * @param seed           of the run: every random draw comes from it
 * @param epoch          the current epoch, from 1; one more than there are when all are done
 * @param position       micro-batches of that epoch that are behind
 * @param steps          optimizer steps so far
 * @param applied        of these, the ones that moved the weights
 * @param batchesTrained micro-batches that counted
 * @param batchesSkipped micro-batches that did not
 * @param lossSum        of the epoch's steps, each times its utterances
 * @param lossItems      utterances in that sum
 * @param epochLosses    mean loss of each finished epoch
 * @param leastScore     of the evaluations so far; null before the first
 * @param scaler         the gradient scaler
 * @param seconds        spent on the job so far
 */
public record TrainingState(
        String job,
        long seed,
        int epoch,
        int position,
        long steps,
        long applied,
        long batchesTrained,
        long batchesSkipped,
        double lossSum,
        long lossItems,
        List<Double> epochLosses,
        Double leastScore,
        GradScaler.State scaler,
        double seconds) {

    public TrainingState {
        epochLosses = List.copyOf(epochLosses);
    }

    public static TrainingState initial(String job, long seed, GradScaler.State scaler) {
        return new TrainingState(job, seed, 1, 0, 0, 0, 0, 0, 0, 0, List.of(), null, scaler, 0);
    }
}
