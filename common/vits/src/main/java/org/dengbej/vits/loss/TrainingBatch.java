package org.dengbej.vits.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.dengbej.vits.TokenBatch;

/**
 * A batch of recorded utterances on a device, with everything that is computed from it: closing it releases all of that.
 *
 * @param manager         of this batch's memory
 * @param ids             of the utterances
 * @param texts           their tokens
 * @param waveform        in [-1, 1), [B, N], padded on the right with 0
 * @param waveformLengths samples of each
 * @param weights         of each in the loss, [B]
 * @param speakerIds      int64 [B]; null where the voice has one speaker
 */
public record TrainingBatch(
        NDManager manager,
        List<String> ids,
        TokenBatch texts,
        NDArray waveform,
        List<Integer> waveformLengths,
        NDArray weights,
        NDArray speakerIds)
        implements AutoCloseable {

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
