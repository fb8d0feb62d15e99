package org.dengbej.trainer.window;

/**
 * A micro-batch that contributed nothing.
 *
 * @param batch  which one
 * @param detail the engine's words
 */
public record SkippedBatch(MicroBatch batch, String detail) {}
