package org.dengbej.vits.objective;

import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;

/**
 * What a window holds, known before its first backward: each loss term is divided by its own total, so that the window's gradient
 * is that of one big batch.
 *
 * @param items  utterances
 * @param frames spectrogram frames, padding not counted
 * @param tokens padding not counted
 */
public record WindowTotals(long items, long frames, long tokens) {

    public static WindowTotals of(List<PreparedBatch> window, int hopSamples) {
        long items = 0;
        long frames = 0;
        long tokens = 0;
        for (PreparedBatch batch : window) {
            for (PreparedUtterance utterance : batch.utterances()) {
                items++;
                frames += utterance.waveform().length / hopSamples;
                tokens += utterance.inputIds().length;
            }
        }
        return new WindowTotals(items, frames, tokens);
    }
}
