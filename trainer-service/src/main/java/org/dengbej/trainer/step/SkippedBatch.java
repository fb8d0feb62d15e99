package org.dengbej.trainer.step;

/**
 * A micro-batch, or a part of one, that contributed nothing.
 *
 * @param batch  what was left out
 * @param reason {@code out-of-memory} or {@code unusable}
 * @param detail the engine's words, or what is wrong with it
 */
public record SkippedBatch(MicroBatch batch, String reason, String detail) {

    static SkippedBatch outOfMemory(MicroBatch batch, String detail) {
        return new SkippedBatch(batch, "out-of-memory", detail);
    }

    static SkippedBatch unusable(MicroBatch batch, String detail) {
        return new SkippedBatch(batch, "unusable", detail);
    }
}
