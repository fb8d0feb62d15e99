package org.dengbej.vits;

import java.util.List;

/**
 * The random numbers of one batch. They come from keys, never from a generator's history: a batch that is replayed, split or
 * resumed draws what it would have drawn anyway.
 */
public interface Draws {

    /** The purpose of random numbers; each purpose has its own stream. */
    enum Purpose {
        /** Noise that becomes durations in synthesis. */
        DURATION,
        /** Noise around the prior's means in synthesis. */
        PRIOR,
        /** Noise around the posterior's means in training. */
        POSTERIOR,
        /** Noise of the duration predictor's variational posterior in training. */
        DURATION_POSTERIOR,
        /** The begin of an utterance's trained segment. */
        SEGMENT,
        /** The masks of dropout in training. */
        DROPOUT
    }

    /**
     * Standard normal numbers, row-major [items, channels, positions]. What an item gets does not depend on how many positions
     * are asked for, nor on the other items.
     */
    float[] normal(Purpose purpose, int items, int channels, int positions);

    /** Uniform numbers from 0 (inclusive) to 1 (exclusive), [items]. */
    float[] uniform(Purpose purpose, int items);

    /**
     * Masks of inverted dropout, row-major [items, shape...]: 0 with the given probability, else its inverse complement, so that means stay
     * as they are. What an item gets at an index does not depend on how long the dimensions are, nor on the other items.
     *
     * @param layer       that drops; each has its own stream
     * @param probability from 0 to less than 1
     */
    float[] dropout(String layer, double probability, int items, int... shape);

    /**
     * Draws that depend on nothing but a seed and each item's key.
     *
     * @param seed of a run and epoch, for example {@code Seeds.of(runSeed, epoch)}
     * @param keys one an item: its utterance id
     */
    static Draws keyed(long seed, List<String> keys) {
        return new KeyedDraws(seed, keys);
    }
}
