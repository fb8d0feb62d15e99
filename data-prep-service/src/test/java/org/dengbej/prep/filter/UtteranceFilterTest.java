package org.dengbej.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.dengbej.events.Filters;
import org.dengbej.events.SoundFilters;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.Test;

class UtteranceFilterTest {

    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcdefghijklmnopqrstuvwxyzê"), 16_000, 256);
    private static final UtteranceFilter FILTER = new UtteranceFilter(Filters.DEFAULT, VOICE, 10_000_000);

    private static Recording recording(String text, double seconds, Integer up, Integer down) {
        byte[] wav = WavFile.encode(new Audio(SyntheticSpeech.samples(seconds, 16_000, 1), 16_000));
        return new Recording("r", text, up, down, "s", "g", maxBytes -> wav);
    }

    /** Whose texts have nothing to do with the sound. */
    private static final UtteranceFilter ANY_SOUND = new UtteranceFilter(
            new Filters(null, null, null, null, null, null, SoundFilters.NONE), VOICE, 10_000_000);

    private static String reason(Recording recording) {
        return reason(FILTER, recording);
    }

    private static String reason(UtteranceFilter filter, Recording recording) {
        return filter.decide(recording) instanceof FilterResult.Rejected rejected
                ? rejected.reason().toString()
                : "kept";
    }

    @Test
    void aGoodRecordingIsKept() {
        assertThat(FILTER.decide(recording("Silav!", 2, 2, 0)))
                .isInstanceOfSatisfying(FilterResult.Kept.class, kept -> {
                    assertThat(kept.inputIds()).hasSize(11);
                    assertThat(kept.pcm()).hasSize(32_000);
                });
    }

    @Test
    void votesDecideOnlyWhereThereAreAny() {
        assertThat(reason(recording("silav", 2, 1, 0))).isEqualTo("too-few-upvotes");
        assertThat(reason(recording("silav", 2, 2, 1))).isEqualTo("too-many-downvotes");
        assertThat(reason(recording("silav", 2, null, null))).isEqualTo("kept");
    }

    @Test
    void aTextWithoutLettersIsRejected() {
        assertThat(reason(recording(null, 2, 2, 0))).isEqualTo("empty-text");
        assertThat(reason(recording(" \t ", 2, 2, 0))).isEqualTo("empty-text");
        assertThat(reason(recording("... ?!", 2, 2, 0))).isEqualTo("unspeakable-text");
    }

    @Test
    void charactersThatTheVoiceHasNoFormOfRejectAnUtteranceUnlessItIsToBeKept() {
        Recording recording = recording("silav 22 ł", 2, 2, 0);
        assertThat(FILTER.decide(recording)).isInstanceOfSatisfying(FilterResult.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.UNKNOWN_CHARACTERS);
            assertThat(rejected.detail()).contains("2 ×2", "ł ×1", "silav 22 ł");
            assertThat(rejected.dropped()).isEqualTo(Map.of("2", 2, "ł", 1));
        });
        UtteranceFilter keeping =
                new UtteranceFilter(new Filters(null, null, null, null, null, true), VOICE, 10_000_000);
        assertThat(keeping.decide(recording)).isInstanceOfSatisfying(FilterResult.Kept.class, kept -> {
            assertThat(kept.text()).isEqualTo("silav");
            assertThat(kept.dropped()).isEqualTo(Map.of("2", 2, "ł", 1));
        });
    }

    @Test
    void aDecomposedLetterIsTheSameLetter() {
        assertThat(ANY_SOUND.decide(recording("e\u0302", 2, 2, 0)))
                .isInstanceOfSatisfying(
                        FilterResult.Kept.class,
                        kept -> assertThat(kept.inputIds())
                                .isEqualTo(VOICE.tokenizer().encode("ê")));
    }

    @Test
    void theLengthIsBetweenItsBounds() {
        assertThat(reason(ANY_SOUND, recording("a", 0.99, 2, 0))).isEqualTo("too-short");
        assertThat(reason(ANY_SOUND, recording("a", 1, 2, 0))).isEqualTo("kept");
        assertThat(reason(ANY_SOUND, recording("a", 20, 2, 0))).isEqualTo("kept");
        assertThat(reason(ANY_SOUND, recording("a", 20.01, 2, 0))).isEqualTo("too-long");
    }

    @Test
    void everyTokenHasAFrameAndThereAreFewerThanFiveHundred() {
        // 1 s has 62 frames, 31 letters have 63 tokens
        assertThat(reason(ANY_SOUND, recording("a".repeat(30), 1, 2, 0))).isEqualTo("kept");
        assertThat(reason(ANY_SOUND, recording("a".repeat(31), 1, 2, 0))).isEqualTo("fewer-frames-than-tokens");
        assertThat(reason(ANY_SOUND, recording("a".repeat(249), 20, 2, 0))).isEqualTo("kept");
        assertThat(reason(ANY_SOUND, recording("a".repeat(250), 20, 2, 0))).isEqualTo("too-many-tokens");
    }

    @Test
    void soundThatCannotBeReadOrDecodedIsRejected() {
        assertThat(reason(new Recording("r", "a", 2, 0, null, null, maxBytes -> new byte[3000])))
                .isEqualTo("undecodable-audio");
        assertThat(reason(new Recording("r", "a", 2, 0, null, null, maxBytes -> {
                    throw new IOException("no file");
                })))
                .isEqualTo("missing-audio");
    }
}
