package org.dengbej.feedback.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.VersionState;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.vits.Synthesizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped voice as the judge of the recordings that it was trained on, and of sounds that it was not. */
class VoiceJudgeTest {

    private static final Path SAMPLE = Path.of("../deploy/sample-data").toAbsolutePath();
    private static final int RATE_HZ = 16_000;
    private static final double LIMIT = 0.7;
    private static final double SPEAKER_LIMIT_NATS = 20;
    private static final int CLIPS = 12;

    private static VoiceJudge judge;
    private static List<String> texts;

    @BeforeAll
    static void open() throws IOException {
        texts = Files.readAllLines(SAMPLE.resolve("sentences.txt"));
        judge = open(SAMPLE.resolve("voice"), texts.subList(0, 3));
    }

    @AfterAll
    static void close() {
        judge.close();
    }

    private static VoiceJudge open(Path folder, List<String> sentences) {
        Map<String, Audio> spoken = new LinkedHashMap<>();
        try (Synthesizer synthesizer = Synthesizer.open(folder, Device.cpu())) {
            sentences.forEach(text -> spoken.put(text, synthesizer.synthesize(text, 1)));
        }
        return VoiceJudge.open(
                new Version(
                        "v",
                        1,
                        "sha",
                        "job",
                        folder.toUri().toString(),
                        true,
                        RATE_HZ,
                        List.of(),
                        VersionState.CHAMPION,
                        null),
                spoken);
    }

    private static Audio clip(int number) {
        try {
            return AudioDecoder.decode(
                    SAMPLE.resolve("clips/kmr_%04d.mp3".formatted(number + 1)), RATE_HZ, new DecodeLimits(8 << 20, 30));
        } catch (UnreadableAudioException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double heard(int clip, String text) {
        return judge.lettersHeard(text, clip(clip)).orElseThrow();
    }

    @Test
    void aRecordingOfItsSentenceIsHeard() {
        assertThat(IntStream.range(0, CLIPS).mapToObj(clip -> heard(clip, texts.get(clip))))
                .allMatch(share -> share >= LIMIT);
    }

    @Test
    void mostRecordingsOfAnotherSentenceAreNot() {
        long held = IntStream.range(0, CLIPS)
                .filter(clip -> heard(clip, texts.get((clip + 17) % texts.size())) < LIMIT)
                .count();

        assertThat(held).isGreaterThanOrEqualTo(CLIPS * 3 / 4);
    }

    @Test
    void aVoiceThatLearnedNothingIsNoJudge(@TempDir Path folder) {
        Path untrained = Path.of(TestVoice.write(folder.resolve("voice"), 1));

        try (VoiceJudge young = open(untrained, TestVoice.SENTENCES)) {
            assertThat(young.lettersHeard(texts.get(0), clip(0))).isEmpty();
        }
    }

    @Test
    void theSameSpeakerIsNear() {
        List<Audio> others = List.of(clip(20), clip(21), clip(22));

        assertThat(IntStream.range(0, CLIPS)
                        .mapToDouble(clip ->
                                judge.speakerDivergence(clip(clip), others).orElseThrow()))
                .allMatch(nats -> nats < SPEAKER_LIMIT_NATS);
    }

    @Test
    void aSpeakerWithAnotherVocalTractIsFar() {
        List<Audio> others = List.of(clip(20), clip(21), clip(22));

        assertThat(IntStream.range(0, CLIPS)
                        .mapToDouble(clip -> judge.speakerDivergence(faster(clip(clip), 1.35), others)
                                .orElseThrow()))
                .allMatch(nats -> nats > SPEAKER_LIMIT_NATS);
    }

    /** Played faster: formants and pitch are higher, as a child's are. */
    private static Audio faster(Audio audio, double factor) {
        float[] samples = new float[(int) (audio.samples().length / factor)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = audio.samples()[(int) (i * factor)];
        }
        return new Audio(samples, audio.sampleRateHz());
    }

    @Test
    void aListenersFirstRecordingIsComparedWithNothing() {
        assertThat(judge.speakerDivergence(clip(0), new ArrayList<>())).isEqualTo(OptionalDouble.empty());
    }
}
