package org.dengbej.vits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dengbej.vits.engine.Ops;

/**
 * Which token is spoken in which frame.
 *
 * @param path      1 where token t is spoken in frame f, else 0: [B, T, F]
 * @param frameMask 1 for an item's own frames: [B, 1, F]
 * @param lengths   frames of each item
 */
record Alignment(NDArray path, NDArray frameMask, long[] lengths) {

    /** Tokens one after the other, each for its whole number of frames; an item has at least one frame. */
    static Alignment of(NDManager manager, float[][] durations) {
        int items = durations.length;
        int tokens = durations[0].length;
        long[] lengths = new long[items];
        for (int item = 0; item < items; item++) {
            for (float duration : durations[item]) {
                lengths[item] += (long) duration;
            }
            lengths[item] = Math.max(1, lengths[item]);
        }
        int frames = Math.toIntExact(Arrays.stream(lengths).max().orElseThrow());
        float[] path = new float[Math.multiplyExact(items * tokens, frames)];
        float[] mask = new float[items * frames];
        for (int item = 0; item < items; item++) {
            int frame = 0;
            for (int token = 0; token < tokens; token++) {
                int row = (item * tokens + token) * frames;
                int next = frame + (int) durations[item][token];
                Arrays.fill(path, row + frame, row + next, 1);
                frame = next;
            }
            Arrays.fill(mask, item * frames, item * frames + (int) lengths[item], 1);
        }
        return new Alignment(
                Ops.array(manager, path, new Shape(items, tokens, frames)),
                Ops.array(manager, mask, new Shape(items, 1, frames)),
                lengths);
    }
}
