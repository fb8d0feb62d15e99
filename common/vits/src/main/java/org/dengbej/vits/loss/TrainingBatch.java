package org.dengbej.vits.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.engine.Ops;

/**
 * A prepared batch on a device, with everything that is computed from it: closing it releases all of that.
 *
 * @param manager         of this batch's memory
 * @param ids             of the utterances
 * @param texts           their tokens
 * @param waveform        in [-1, 1), [B, N], padded on the right with 0
 * @param waveformLengths samples of each
 * @param weights         of each in the loss, [B]
 */
public record TrainingBatch(
        NDManager manager,
        List<String> ids,
        TokenBatch texts,
        NDArray waveform,
        List<Integer> waveformLengths,
        NDArray weights)
        implements AutoCloseable {

    private static final float FULL_SCALE = 32768;

    /** Puts a batch on the parent's device. */
    public static TrainingBatch of(PreparedBatch batch, NDManager parent) {
        NDManager manager = parent.newSubManager();
        try {
            List<PreparedUtterance> utterances = batch.utterances();
            int items = utterances.size();
            int samples =
                    utterances.stream().mapToInt(u -> u.waveform().length).max().orElseThrow();
            float[] waveform = new float[Math.multiplyExact(items, samples)];
            float[] weights = new float[items];
            for (int item = 0; item < items; item++) {
                short[] pcm = utterances.get(item).waveform();
                for (int i = 0; i < pcm.length; i++) {
                    waveform[item * samples + i] = pcm[i] / FULL_SCALE;
                }
                weights[item] = utterances.get(item).weight();
            }
            return new TrainingBatch(
                    manager,
                    utterances.stream().map(PreparedUtterance::id).toList(),
                    TokenBatch.of(
                            manager,
                            utterances.stream().map(PreparedUtterance::inputIds).toList()),
                    Ops.array(manager, waveform, new Shape(items, samples)),
                    utterances.stream().map(u -> u.waveform().length).toList(),
                    Ops.array(manager, weights, new Shape(items)));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Whole spectrogram frames of each waveform. */
    public int[] frames(int hopSamples) {
        return waveformLengths.stream()
                .mapToInt(samples -> samples / hopSamples)
                .toArray();
    }

    public int items() {
        return ids.size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
