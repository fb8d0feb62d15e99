package org.dengbej.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dengbej.evaluation.VoiceEvaluator.Attempt;
import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.loss.MelSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VoiceEvaluatorTest {

    private static final long SEED = 5;
    private static final Tokenizer TOKENIZER = Tokenizer.forAlphabet("abcdefghij");
    private static final double NAN = Double.NaN;

    private static VitsModel model;
    private static MelFrames melFrames;

    @BeforeAll
    static void aVoice() {
        Voice voice = Voice.fresh(VitsConfig.demo(TOKENIZER.vocabSize()), TOKENIZER, 3);
        model = VitsModel.of(voice, Device.cpu());
        melFrames = new MelFrames(MelSettings.vits(voice.config()), Device.cpu());
    }

    @AfterAll
    static void close() {
        melFrames.close();
        model.close();
    }

    private static Evaluation evaluate(RecordedUtterance... recordings) {
        return new VoiceEvaluator(List.of(recordings), melFrames, SEED).evaluate(model, TOKENIZER, Attempt.PLAIN);
    }

    private static RecordedUtterance utterance(String id, String text, Audio audio) {
        return new RecordedUtterance(id, TOKENIZER.encode(text), audio, null);
    }

    private static Audio spoken(String text) {
        try (Synthesizer synthesizer = Synthesizer.borrowing(model, TOKENIZER)) {
            return synthesizer.synthesize(TOKENIZER.encode(text), SEED, SynthesisOptions.of(model.config()));
        }
    }

    private static double mean(Evaluation evaluation, VoiceMeasure measure) {
        return evaluation.measures().mean(measure).orElseThrow();
    }

    @Test
    void aVoiceBesideItselfHasNoError() {
        Evaluation own = evaluate(utterance("u", "abc def", spoken("abc def")));
        assertThat(mean(own, VoiceMeasure.DISTORTION)).isZero();
        assertThat(mean(own, VoiceMeasure.VOICING_ERROR)).isZero();
        assertThat(mean(own, VoiceMeasure.DURATION_RATIO)).isEqualTo(1);
        assertThat(mean(own, VoiceMeasure.SCORE)).isZero();
        assertThat(own.utterances().get(0).text()).isEqualTo("abc def");
    }

    @Test
    void theSameVoiceOnTheSameRecordingsMeasuresTheSame() {
        RecordedUtterance recording = utterance("u", "abc def", Spectra.vowel(120, 12_000, 700, 1200, 2500));
        assertThat(evaluate(recording).measures()).isEqualTo(evaluate(recording).measures());
    }

    @Test
    void theRecordingsPitchIsMeasuredToo() {
        Evaluation evaluation = evaluate(utterance("u", "abc", Spectra.vowel(120, 12_000, 700, 1200, 2500)));
        assertThat(mean(evaluation, VoiceMeasure.F0_MEDIAN_RECORDED)).isCloseTo(120, within(1.0));
        assertThat(mean(evaluation, VoiceMeasure.DURATION_RATIO))
                .isEqualTo(spoken("abc").seconds() / 0.75);
    }

    @Test
    void whatCannotBeSpokenIsSkipped() {
        Audio second = new Audio(new float[16_000], 16_000);
        RecordedUtterance unspeakable =
                new RecordedUtterance("alien", new long[] {0, TOKENIZER.vocabSize(), 0}, second, null);
        assertThat(evaluate(unspeakable, utterance("u", "abc", second)).utterances())
                .extracting(SpokenUtterance::id)
                .containsExactly("u");
        assertThat(evaluate(unspeakable).measures()).isEqualTo(VoiceMeasures.NONE);
        assertThat(evaluate(unspeakable).measures().score()).isEmpty();
    }

    @Test
    void intelligibilityIsAShareAndChanceForAVoiceThatKnowsNothing() {
        RecordedUtterance[] recordings = new RecordedUtterance[6];
        for (int i = 0; i < recordings.length; i++) {
            recordings[i] =
                    utterance("u" + i, "abcdefghij".substring(i, i + 5), Spectra.vowel(100 + 10 * i, 16_000, 700));
        }
        double share = mean(evaluate(recordings), VoiceMeasure.INTELLIGIBILITY_RECORDED);
        assertThat(share).isBetween(0.2, 0.8);
    }

    @Test
    void aTextWithoutAnotherLetterHasNoIntelligibility() {
        Audio second = new Audio(new float[16_000], 16_000);
        assertThat(evaluate(utterance("u", "aaa", second)).measures().get(VoiceMeasure.INTELLIGIBILITY))
                .isEmpty();
    }

    private static F0Track f0(double... hertz) {
        return new F0Track(hertz);
    }

    private static DynamicTimeWarping.Path straight(int frames) {
        int[] all = new int[frames];
        Arrays.setAll(all, i -> i);
        return new DynamicTimeWarping.Path(0, all, all);
    }

    @Test
    void prosodyErrorsAreCountedOverPairs() {
        // Given an octave and no difference where both are voiced, and one frame of four of which one alone is voiced
        ProsodyErrors errors = ProsodyErrors.of(f0(100, 100, NAN, NAN), f0(200, 100, 100, NAN), straight(4));

        // Then
        assertThat(errors.logF0Error()).isCloseTo(Math.log(2) / Math.sqrt(2), within(1e-12));
        assertThat(errors.voicingError()).isEqualTo(0.25);
    }

    @Test
    void theScoreIsInUnitsOfAUsableVoice() {
        F0Track voiced = f0(100, 100);
        assertThat(VoiceEvaluator.score(5, new ProsodyErrors(0.15, 0.15), voiced))
                .isCloseTo(1, within(1e-12));
        assertThat(VoiceEvaluator.score(10, new ProsodyErrors(0, 0.15), voiced)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aVoiceWithoutPitchHasTheWorstLogF0ErrorInItsScore() {
        ProsodyErrors none = ProsodyErrors.of(f0(NAN, NAN), f0(100, 100), straight(2));
        assertThat(none.logF0Error()).isNaN();
        assertThat(VoiceEvaluator.score(5, none, f0(100, 100)))
                .isCloseTo((1 + Math.log(10) / 0.15 + 1 / 0.15) / 3, within(1e-9));

        // And where the recording has none either, the rest alone counts
        assertThat(VoiceEvaluator.score(5, new ProsodyErrors(NAN, 0), f0(NAN))).isCloseTo(0.5, within(1e-12));
    }

    private static SpokenUtterance measured(String id, double distortion) {
        return new SpokenUtterance(id, id, null, null, Map.of(VoiceMeasure.DISTORTION, distortion));
    }

    @Test
    void theIntervalOfAShareEndsWhereNoShareCanBe() {
        VoiceMeasures measures = VoiceMeasures.of(List.of(
                new SpokenUtterance("a", "a", null, null, Map.of(VoiceMeasure.INTELLIGIBILITY, 1.0)),
                new SpokenUtterance("b", "b", null, null, Map.of(VoiceMeasure.INTELLIGIBILITY, 0.9))));
        Measure share = measures.get(VoiceMeasure.INTELLIGIBILITY).orElseThrow();
        assertThat(share.upper()).isEqualTo(1);
        assertThat(share.lower()).isBetween(0.0, 0.9);
    }

    @Test
    void differencesArePairedByUtterance() {
        // Given voices that differ by 1 and 2 dB on utterances of very different difficulty; one alone spoke a third
        VoiceMeasures differences = VoiceMeasures.differences(
                List.of(measured("easy", 2), measured("hard", 9), measured("other", 50)),
                List.of(measured("hard", 7), measured("easy", 1)));

        // Then
        Measure distortion = differences.get(VoiceMeasure.DISTORTION).orElseThrow();
        assertThat(distortion.mean()).isEqualTo(-1.5);
        assertThat(distortion.count()).isEqualTo(2);
    }
}
