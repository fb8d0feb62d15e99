package org.dengbej.trainer.learner;

import org.dengbej.events.Hyperparameters;

/**
 * The schedule of a job: when it ends, its learning rates, and what is due at a step.
 *
 * @param steps                   optimizer steps that are planned
 * @param epochs                  passes over the data sets that are planned; the last may end early
 * @param endsWithEpochs          true when the job ends after its epochs, however many steps they have; else after its steps
 * @param warmUpSteps             in which the learning rates rise linearly
 * @param cosine                  true: the rates fall to 0 at the last step, along half a cosine; else by {@code decay}
 * @param decay                   factor of the rates from one epoch to the next
 * @param discriminatorWarmUpSteps in which the generator's loss does not include the discriminators' scores
 * @param evaluateEverySteps      0: at epochs' ends
 * @param checkpointEverySteps    0: never
 * @param checkpointEveryEpochs   0: never
 */
public record TrainingSchedule(
        long steps,
        int epochs,
        boolean endsWithEpochs,
        long warmUpSteps,
        boolean cosine,
        double decay,
        long discriminatorWarmUpSteps,
        int evaluateEverySteps,
        int checkpointEverySteps,
        int checkpointEveryEpochs) {

    private static final String COSINE = "cosine";

    /**
     * The schedule of complete hyperparameters.
     *
     * @param steps         that are planned
     * @param stepsPerEpoch of the data sets
     */
    static TrainingSchedule of(Hyperparameters all, long steps, int stepsPerEpoch) {
        long epochs = all.epochs() == null ? (steps + stepsPerEpoch - 1) / stepsPerEpoch : all.epochs();
        return new TrainingSchedule(
                steps,
                (int) Math.min(Integer.MAX_VALUE, epochs),
                all.epochs() != null,
                all.learningRateWarmUpSteps(),
                all.learningRateSchedule().equals(COSINE),
                all.learningRateDecay(),
                all.discriminatorWarmUpSteps(),
                all.evaluateEverySteps(),
                all.checkpointEverySteps(),
                all.checkpointEveryEpochs());
    }

    /** True when the job has ended, with so many steps behind it, in an epoch counted from 1. */
    public boolean ended(long stepsDone, int epoch) {
        return endsWithEpochs ? epoch > epochs : stepsDone >= steps;
    }

    /**
     * Factor of the learning rates, from 0 to 1.
     *
     * @param stepsDone optimizer steps that are behind
     * @param epoch     counted from 1
     */
    public double learningRateFactor(long stepsDone, int epoch) {
        double rise = stepsDone < warmUpSteps ? (stepsDone + 1.0) / (warmUpSteps + 1.0) : 1;
        return rise * (cosine ? cosineFactor(stepsDone) : Math.pow(decay, epoch - 1));
    }

    /** Loshchilov and Hutter 2017 (SGDR, equation 5) without restarts, from the end of the warm-up on. */
    private double cosineFactor(long stepsDone) {
        long falling = Math.max(1, steps - warmUpSteps);
        double share = Math.min(1, Math.max(0, stepsDone - warmUpSteps) / (double) falling);
        return (1 + Math.cos(Math.PI * share)) / 2;
    }

    /** True when the generator's loss includes the discriminators' scores. */
    public boolean adversarialLossEnabled(long stepsDone) {
        return stepsDone >= discriminatorWarmUpSteps;
    }

    public boolean evaluationDue(long stepsDone) {
        return due(stepsDone, evaluateEverySteps);
    }

    public boolean evaluatesAfterEpochs() {
        return evaluateEverySteps == 0;
    }

    public boolean checkpointDue(long stepsDone) {
        return due(stepsDone, checkpointEverySteps);
    }

    public boolean checkpointDueAfterEpoch(int epoch) {
        return due(epoch, checkpointEveryEpochs);
    }

    private static boolean due(long count, int every) {
        return every > 0 && count > 0 && count % every == 0;
    }
}
