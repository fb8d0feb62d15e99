package org.dengbej.vits;

import ai.djl.ndarray.NDArray;

/**
 * What a model made of texts. The arrays are the caller's.
 *
 * @param waveform      in (-1, 1), [B, F hop]; what follows an item's own length is no speech
 * @param latents       [B, C, F], 0 after an item's own frames
 * @param durations     frames of each token, [B][T]
 * @param sampleLengths samples of each item, [B]
 */
public record SynthesisOutput(NDArray waveform, NDArray latents, float[][] durations, long[] sampleLengths)
        implements AutoCloseable {

    @Override
    public void close() {
        waveform.close();
        latents.close();
    }
}
