package org.dengbej.vits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.dengbej.vits.engine.Ops;

/**
 * Tokenized texts of one batch, on the device.
 *
 * @param ids        int64 [B, T], padded on the right with 0
 * @param mask       float32 [B, 1, T]: 1 for tokens, 0 for padding
 * @param highestId  the highest token id
 */
public record TokenBatch(NDArray ids, NDArray mask, long highestId) {

    /**
     * Puts texts on the manager's device.
     *
     * @throws IllegalArgumentException when there are none, or one is empty
     */
    public static TokenBatch of(NDManager manager, List<long[]> texts) {
        if (texts.isEmpty() || texts.stream().anyMatch(text -> text.length == 0)) {
            throw new IllegalArgumentException("expected texts of at least one token, found %s"
                    .formatted(texts.stream().map(text -> text.length).toList()));
        }
        int items = texts.size();
        int length = texts.stream().mapToInt(text -> text.length).max().getAsInt();
        long[] ids = new long[items * length];
        float[] mask = new float[items * length];
        for (int item = 0; item < items; item++) {
            long[] text = texts.get(item);
            System.arraycopy(text, 0, ids, item * length, text.length);
            Arrays.fill(mask, item * length, item * length + text.length, 1);
        }
        return new TokenBatch(
                Ops.array(manager, ids, new Shape(items, length)),
                Ops.array(manager, mask, new Shape(items, 1, length)),
                Arrays.stream(ids).max().getAsLong());
    }

    int items() {
        return (int) ids.getShape().get(0);
    }

    int length() {
        return (int) ids.getShape().get(1);
    }
}
