package org.dengbej.trainer.step;

import org.dengbej.events.BatchSkipped;

/**
 * A micro-batch, or a part of one, that contributed nothing.
 *
 * @param batch  that was skipped
 * @param reason {@code out-of-memory} or {@code unusable}
 * @param detail the engine's words, or what is wrong with it
 */
public record SkippedBatch(MicroBatch batch, String reason, String detail) {

    static SkippedBatch outOfMemory(MicroBatch batch, String detail) {
        return new SkippedBatch(batch, BatchSkipped.OUT_OF_MEMORY, detail);
    }

    static SkippedBatch unusable(MicroBatch batch, String detail) {
        return new SkippedBatch(batch, BatchSkipped.UNUSABLE, detail);
    }
}
