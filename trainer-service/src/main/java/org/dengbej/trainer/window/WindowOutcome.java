package org.dengbej.trainer.window;

import java.util.Map;

/** What came of a window. */
public sealed interface WindowOutcome {

    /** The window was gone through to its end. */
    sealed interface Trained extends WindowOutcome {

        /** Micro-batches whose gradients counted. */
        int batches();

        /** Utterances in them. */
        long items();

        /** The window's loss terms by name. */
        Map<String, Double> losses();

        /** By which the losses were multiplied. */
        double lossScale();
    }

    /**
     * The weights moved.
     *
     * @param gradientNorm global, before clipping
     */
    record Stepped(int batches, long items, Map<String, Double> losses, double lossScale, double gradientNorm)
            implements Trained {}

    /** A gradient was not finite: weights and moments are what they were. */
    record Overflowed(int batches, long items, Map<String, Double> losses, double lossScale) implements Trained {}

    /** The epoch had nothing left that fits; nothing has changed. */
    record EpochEnded() implements WindowOutcome {}

    /** A stop was asked for; nothing has changed. */
    record Abandoned() implements WindowOutcome {}
}
