package org.dengbej.prep.batching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Puts items of like length together, so that little is spent on padding, and shuffles the batches.
 *
 * @param maxItems  of a batch
 * @param maxFrames of a batch, padding counted: items times the longest
 * @param seed      of the order
 */
public record Buckets(int maxItems, int maxFrames, long seed) {

    /**
     * All items in batches, each once; none holds more than is allowed.
     *
     * @param frames of an item, at most {@code maxFrames}
     */
    public <T> List<List<T>> of(List<T> items, ToIntFunction<T> frames) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(frames));
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        for (T item : sorted) {
            // Sorted, so that this item is the longest so far.
            long padded = (batch.size() + 1L) * frames.applyAsInt(item);
            if (!batch.isEmpty() && (batch.size() == maxItems || padded > maxFrames)) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        Collections.shuffle(batches, new Random(seed));
        return batches;
    }
}
