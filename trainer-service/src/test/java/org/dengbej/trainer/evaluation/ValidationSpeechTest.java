package org.dengbej.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import java.util.OptionalDouble;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.audio.Audio;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.loss.MelSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidationSpeechTest {

    private static final long SEED = 5;
    private static final long[] TOKENS = TinyVoice.TOKENIZER.encode("abc");

    private final Voice voice = TinyVoice.fresh(3);
    private final VitsModel model = VitsModel.of(voice, Device.cpu());
    private final Synthesizer synthesizer = Synthesizer.borrowing(model, TinyVoice.TOKENIZER);
    private final MelFrames melFrames = new MelFrames(MelSettings.vits(voice.config()), Device.cpu());

    @AfterEach
    void close() {
        melFrames.close();
        synthesizer.close();
        model.close();
    }

    private OptionalDouble distortion(PreparedBatch... recorded) {
        return new ValidationSpeech(List.of(recorded), 4, melFrames, SEED)
                .evaluate(model, TinyVoice.TOKENIZER)
                .measures()
                .mean(VoiceMeasure.DISTORTION);
    }

    private static PreparedBatch recording(long[] tokens, Audio audio) {
        PreparedUtterance utterance = new PreparedUtterance("u", tokens, audio.pcm16(), 1);
        return new PreparedBatch("tiny", 0, audio.sampleRateHz(), List.of(utterance));
    }

    private PreparedBatch itsOwnVoice() {
        return recording(TOKENS, synthesizer.synthesize(TOKENS, SEED, SynthesisOptions.of(voice.config())));
    }

    @Test
    void aVoiceHasAlmostNoDistortionFromItself() {
        double own = distortion(itsOwnVoice()).orElseThrow();
        double noise = distortion(TinyVoice.batches(1, 1).get(0)).orElseThrow();
        assertThat(own).isLessThan(noise / 20);
    }

    @Test
    void noMoreUtterancesThanAskedForAreSpoken() {
        List<PreparedBatch> nine = TinyVoice.batches(3, 3);
        assertThat(new ValidationSpeech(nine, 4, melFrames, SEED)
                        .evaluate(model, TinyVoice.TOKENIZER)
                        .utterances())
                .extracting(utterance -> utterance.id())
                .containsExactly("u0", "u1", "u2", "u3");
    }

    @Test
    void whatCannotBeSpokenIsSkipped() {
        // Given an utterance whose tokens are none of the voice's, beside one that is spoken
        PreparedBatch unspeakable =
                recording(new long[] {TinyVoice.TOKENIZER.vocabSize()}, new Audio(new float[16_000], 16_000));

        // When, Then
        assertThat(distortion(unspeakable)).isEmpty();
        assertThat(distortion(unspeakable, itsOwnVoice())).isEqualTo(distortion(itsOwnVoice()));
        assertThat(distortion()).isEmpty();
    }

    @Test
    void whatDoesNotFitIntoMemoryIsSkipped() {
        // Given a text so long that its attention takes most of a terabyte: the allocator itself refuses
        PreparedBatch huge = recording(new long[300_000], new Audio(new float[16_000], 16_000));

        // When, Then
        assertThat(distortion(huge, itsOwnVoice())).isEqualTo(distortion(itsOwnVoice()));
    }
}
