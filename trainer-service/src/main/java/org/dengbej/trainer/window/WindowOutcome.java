package org.dengbej.trainer.window;

import java.util.List;
import java.util.Map;

/** What came of a window. */
public sealed interface WindowOutcome {

    /**
     * What was in a window.
     *
     * @param batches      ids of the micro-batches that counted, whole or in part
     * @param leftOut      micro-batches of which nothing counted
     * @param items        utterances that counted
     * @param utteranceIds of them
     */
    record Contents(List<String> batches, int leftOut, long items, List<String> utteranceIds) {}

    /** The window was gone through to its end. */
    sealed interface Trained extends WindowOutcome {

        Contents contents();

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
    record Stepped(Contents contents, Map<String, Double> losses, double lossScale, double gradientNorm)
            implements Trained {}

    /** A loss or a gradient was not finite: weights and moments are what they were. */
    record Overflowed(Contents contents, Map<String, Double> losses, double lossScale) implements Trained {}

    /**
     * The epoch had nothing left that fits; nothing has changed.
     *
     * @param leftOut micro-batches that were seen on the way
     */
    record EpochEnded(int leftOut) implements WindowOutcome {}

    /** A stop was asked for; nothing has changed. */
    record Abandoned() implements WindowOutcome {}
}
