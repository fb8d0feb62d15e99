package org.dengbej.trainer.window;

/**
 * A micro-batch that contributed nothing.
 *
 * @param batch  which one
 * @param reason {@code out-of-memory} or {@code unusable}
 * @param detail the engine's words, or what is wrong with the batch
 */
public record SkippedBatch(MicroBatch batch, String reason, String detail) {

    static final String OUT_OF_MEMORY = "out-of-memory";
    static final String UNUSABLE = "unusable";
}
