package org.dengbej.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.evaluation.RecordedUtterance;
import org.dengbej.evaluation.SpokenUtterance;
import org.dengbej.evaluation.VoiceEvaluator;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.vits.VitsModel;

/** The utterances of a job's validation split that its voice speaks to be measured. One for which memory is lacking is skipped. */
public final class ValidationSpeech {

    private final VoiceEvaluator evaluator;

    /**
     * @param batches   of recorded utterances
     * @param max       of them that are spoken, the first ones
     * @param melFrames of the voice's rate
     * @param seed      of the speech
     */
    public ValidationSpeech(List<PreparedBatch> batches, int max, MelFrames melFrames, long seed) {
        List<RecordedUtterance> recordings = new ArrayList<>();
        for (PreparedBatch batch : batches) {
            for (PreparedUtterance utterance : batch.utterances()) {
                if (recordings.size() < max) {
                    Audio audio = Audio.fromPcm16(utterance.waveform(), batch.sampleRateHz());
                    recordings.add(new RecordedUtterance(
                            utterance.id(), utterance.inputIds(), audio, batch.speakerOf(utterance)));
                }
            }
        }
        evaluator = new VoiceEvaluator(recordings, melFrames, seed);
    }

    /** Has the voice, as it is now, speak and be measured. */
    public Evaluation evaluate(VitsModel model, Tokenizer tokenizer) {
        return evaluator.evaluate(model, tokenizer, ValidationSpeech::withinMemory);
    }

    private static SpokenUtterance withinMemory(Supplier<SpokenUtterance> work) {
        try {
            return OutOfMemory.expecting(work::get);
        } catch (DeviceMemoryException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
