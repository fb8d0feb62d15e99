package org.dengbej.trainer.step;

import java.util.Arrays;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.vits.VitsConfig;

/** Looks at a batch before the model does: what others prepared may be of another voice. */
final class BatchValidator {

    private BatchValidator() {}

    /** Every token must be the voice's, and have a frame to be spoken in. */
    static void check(MicroBatch batch, VitsConfig config) {
        for (PreparedUtterance utterance : batch.batch().utterances()) {
            checkTokens(utterance, config);
            int frames = utterance.waveform().length / config.hopSamples();
            if (frames < utterance.inputIds().length) {
                throw new UnusableBatchException("[%s] %d tokens need as many frames, found %d"
                        .formatted(utterance.id(), utterance.inputIds().length, frames));
            }
        }
    }

    static void checkTokens(PreparedUtterance utterance, VitsConfig config) {
        long highest = Arrays.stream(utterance.inputIds()).max().orElse(0);
        if (highest >= config.vocabSize()) {
            throw new UnusableBatchException("[%s] token ids must be less than vocab_size %d, found %d"
                    .formatted(utterance.id(), config.vocabSize(), highest));
        }
    }
}
