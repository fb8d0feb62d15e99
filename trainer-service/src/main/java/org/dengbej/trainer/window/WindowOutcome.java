package org.dengbej.trainer.window;

import java.util.Map;

/** What came of a window. */
public sealed interface WindowOutcome {

    /** Micro-batches whose gradients counted. */
    int batches();

    /** Utterances in them. */
    long items();

    /** The window's loss terms by name. */
    Map<String, Double> losses();

    /** By which the losses were multiplied. */
    double lossScale();

    /**
     * The weights moved.
     *
     * @param gradientNorm global, before clipping
     */
    record Stepped(int batches, long items, Map<String, Double> losses, double lossScale, double gradientNorm)
            implements WindowOutcome {}

    /** A gradient was not finite: weights and moments are what they were. */
    record Overflowed(int batches, long items, Map<String, Double> losses, double lossScale) implements WindowOutcome {}
}
