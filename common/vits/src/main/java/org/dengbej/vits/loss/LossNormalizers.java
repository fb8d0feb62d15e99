package org.dengbej.vits.loss;

/**
 * The denominators of the loss terms over one optimizer step, known before its first backward: each term is divided by its own, so
 * that the step's gradient is that of one big batch.
 *
 * @param items  utterances
 * @param frames spectrogram frames, padding not counted
 * @param tokens padding not counted
 */
public record LossNormalizers(long items, long frames, long tokens) {}
