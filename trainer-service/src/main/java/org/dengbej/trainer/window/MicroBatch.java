package org.dengbej.trainer.window;

import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;

/**
 * A prepared batch in an epoch.
 *
 * @param epoch counted from 1; decides its random draws
 * @param batch what is trained on
 */
public record MicroBatch(int epoch, PreparedBatch batch) {

    public int items() {
        return batch.utterances().size();
    }

    public List<String> utteranceIds() {
        return batch.utterances().stream().map(PreparedUtterance::id).toList();
    }

    /** Whole spectrogram frames of each utterance. */
    public List<Integer> frames(int hopSamples) {
        return batch.utterances().stream()
                .map(utterance -> utterance.waveform().length / hopSamples)
                .toList();
    }
}
