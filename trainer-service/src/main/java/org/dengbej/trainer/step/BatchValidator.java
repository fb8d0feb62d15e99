package org.dengbej.trainer.step;

import java.util.Arrays;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.VitsModel;

/** Looks at a batch before the model does: what others prepared may be of another voice. */
final class BatchValidator {

    private BatchValidator() {}

    /** Every token must be the voice's, and have a frame to be spoken in; of several speakers each must be one of the voice's. */
    static void check(MicroBatch batch, VitsModel model) {
        checkTokensAndSpeakers(batch, model);
        for (PreparedUtterance utterance : batch.batch().utterances()) {
            int frames = utterance.waveform().length / model.config().hopSamples();
            if (frames < utterance.inputIds().length) {
                throw new UnusableBatchException("[%s] %d tokens need as many frames, found %d"
                        .formatted(utterance.id(), utterance.inputIds().length, frames));
            }
        }
    }

    static void checkTokensAndSpeakers(MicroBatch batch, VitsModel model) {
        for (PreparedUtterance utterance : batch.batch().utterances()) {
            checkTokens(utterance, model.config());
            String speaker = batch.batch().speakerOf(utterance);
            if (model.speakers().count() > 1 && model.speakers().id(speaker).isEmpty()) {
                throw new UnusableBatchException(
                        "[%s] speaker '%s' is none of those with whom this job began; a new job from its voice learns further ones"
                                .formatted(utterance.id(), speaker));
            }
        }
    }

    private static void checkTokens(PreparedUtterance utterance, VitsConfig config) {
        long highest = Arrays.stream(utterance.inputIds()).max().orElse(0);
        if (highest >= config.vocabSize()) {
            throw new UnusableBatchException("[%s] token ids must be less than vocab_size %d, found %d"
                    .formatted(utterance.id(), config.vocabSize(), highest));
        }
    }
}
