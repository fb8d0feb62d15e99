package org.dengbej.trainer.step;

/**
 * The largest batch that is tried whole: what did not fit once would not fit in the next epoch either. Counted in frames of padded
 * memory, items times the longest.
 */
final class FrameLimit {

    private final int hopSamples;
    private long frames = Long.MAX_VALUE;

    FrameLimit(int hopSamples) {
        this.hopSamples = hopSamples;
    }

    boolean admits(MicroBatch batch) {
        return batch.paddedFrames(hopSamples) <= frames;
    }

    /** Below a batch that did not fit. */
    void lower(MicroBatch failed) {
        frames = Math.min(frames, failed.paddedFrames(hopSamples) - 1);
    }
}
