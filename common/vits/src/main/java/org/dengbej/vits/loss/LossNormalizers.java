package org.dengbej.vits.loss;

import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;

/**
 * The denominators of the loss terms over one optimizer step, known before its first backward: each term is divided by its own, so that the step's gradient
 * is that of one big batch.
 *
 * @param items  utterances
 * @param frames spectrogram frames, padding not counted
 * @param tokens padding not counted
 */
public record LossNormalizers(long items, long frames, long tokens) {

    public static LossNormalizers of(List<PreparedBatch> batches, int hopSamples) {
        long items = 0;
        long frames = 0;
        long tokens = 0;
        for (PreparedBatch batch : batches) {
            for (PreparedUtterance utterance : batch.utterances()) {
                items++;
                frames += utterance.waveform().length / hopSamples;
                tokens += utterance.inputIds().length;
            }
        }
        return new LossNormalizers(items, frames, tokens);
    }
}
