package org.dengbej.vits.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dengbej.vits.Draws;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;

/**
 * What is known of a batch's recordings before the model hears them; no gradient. B items, S samples and s frames of a segment.
 *
 * @param magnitudes  of the spectra of whole utterances, [B, bins, F], padded with 0
 * @param frameCounts of each item
 * @param starts      frame at which each item's segment begins
 * @param segments    waveform there, [B, 1, S]
 * @param mels        log-mel spectra there, [B, mels, s]
 */
record RecordedSpeech(NDArray magnitudes, int[] frameCounts, int[] starts, NDArray segments, NDArray mels) {

    /** An utterance shorter than a segment is filled up with silence. */
    static RecordedSpeech of(TrainingBatch batch, Draws draws, LogMel logMel, int hopSamples, int segmentSamples) {
        int[] frameCounts = batch.frames(hopSamples);
        int longest = Arrays.stream(frameCounts).max().orElseThrow();
        int segmentFrames = segmentSamples / hopSamples;
        int[] starts = starts(draws.uniform(Draws.Purpose.SEGMENT, batch.items()), frameCounts, segmentFrames);
        NDList features = Scope.list(() -> {
            NDList magnitudes = new NDList();
            NDList segments = new NDList();
            NDList mels = new NDList();
            for (int item = 0; item < batch.items(); item++) {
                NDArray waveform = waveform(batch, item, segmentSamples);
                NDArray spectrum = logMel.magnitudes(waveform);
                NDArray own = Ops.slice(
                        spectrum,
                        2,
                        0,
                        Math.min(frameCounts[item], spectrum.getShape().get(2)));
                long missing = longest - own.getShape().get(2);
                magnitudes.add(missing == 0 ? own : own.pad(new Shape(0, missing), 0));
                long from = (long) starts[item] * hopSamples;
                segments.add(Ops.slice(waveform, 1, from, from + segmentSamples));
                mels.add(logMel.logMel(Ops.slice(spectrum, 2, starts[item], starts[item] + segmentFrames)));
            }
            return new NDList(joined(magnitudes), joined(segments).expandDims(1), joined(mels));
        });
        return new RecordedSpeech(features.get(0), frameCounts, starts, features.get(1), features.get(2));
    }

    private static NDArray joined(NDList items) {
        NDArray first = items.head();
        return items.size() == 1 ? first : first.getNDArrayInternal().concat(rest(items), 0);
    }

    private static NDList rest(NDList items) {
        return new NDList(items.subList(1, items.size()));
    }

    /** A uniform number for each item chooses among the places where a whole segment begins. */
    private static int[] starts(float[] uniform, int[] frameCounts, int segmentFrames) {
        int[] starts = new int[frameCounts.length];
        for (int i = 0; i < starts.length; i++) {
            int places = Math.max(1, frameCounts[i] - segmentFrames + 1);
            starts[i] = Math.min(places - 1, (int) (uniform[i] * places));
        }
        return starts;
    }

    /** An utterance without the batch's padding, [1, N]. */
    private static NDArray waveform(TrainingBatch batch, int item, int segmentSamples) {
        long samples = batch.waveformLengths().get(item);
        NDArray own = Ops.slice(Ops.slice(batch.waveform(), 0, item, item + 1), 1, 0, samples);
        return samples >= segmentSamples ? own : own.pad(new Shape(0, segmentSamples - samples), 0);
    }

    /** Some of the items, from {@code from} to {@code to} (exclusive). */
    Part part(NDArray weights, int from, int to) {
        return new Part(
                Ops.slice(segments, 0, from, to), Ops.slice(mels, 0, from, to), Ops.slice(weights, 0, from, to));
    }

    /**
     * Some items' segments.
     *
     * @param waveform [b, 1, S]
     * @param mel      [b, mels, s]
     * @param weights  of the items in the loss, [b]
     */
    record Part(NDArray waveform, NDArray mel, NDArray weights) {}
}
