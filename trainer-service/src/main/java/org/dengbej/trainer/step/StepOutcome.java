package org.dengbej.trainer.step;

import java.util.List;
import java.util.Map;

/** The outcome of a step. */
public sealed interface StepOutcome {

    /**
     * The content of a step.
     *
     * @param batches      ids of the micro-batches that counted, whole or in part
     * @param skipped      micro-batches of which nothing counted
     * @param items        utterances that counted
     * @param utteranceIds of them
     */
    record Contents(List<String> batches, int skipped, long items, List<String> utteranceIds) {}

    /** The group was gone through to its end. */
    sealed interface Trained extends StepOutcome {

        Contents contents();

        /** The step's loss terms by name. */
        Map<String, Double> losses();

        /** By which the losses were multiplied. */
        double lossScale();
    }

    /**
     * The weights moved.
     *
     * @param gradientNorm global, before clipping
     */
    record Stepped(Contents contents, Map<String, Double> losses, double lossScale, double gradientNorm)
            implements Trained {}

    /** A loss or a gradient was not finite: weights and moments are what they were. */
    record Overflowed(Contents contents, Map<String, Double> losses, double lossScale) implements Trained {}

    /**
     * The epoch had nothing left that fits; nothing has changed.
     *
     * @param skipped micro-batches that were seen on the way
     */
    record EpochEnded(int skipped) implements StepOutcome {}

    /** A stop was asked for; nothing has changed. */
    record Abandoned() implements StepOutcome {}
}
