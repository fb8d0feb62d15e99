package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.Operator.operator;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SampleVoice;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send reaches no training set: the shipped voice, and recordings of its sample data. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class RecordingChecksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int RATE_HZ = 16_000;

    private static String voice;
    private static List<String> texts;

    @TestHTTPResource
    URL url;

    private RawClient client;

    @BeforeEach
    void theShippedVoiceWithSentencesToRecord() {
        client = new RawClient(url.getPort());
        if (voice == null) {
            SampleVoice sample = SampleVoice.promote(3);
            texts = sample.texts();
            voice = sample.name();
            operator()
                    .contentType("application/json")
                    .body(Map.of("role", "recording", "texts", texts.subList(20, 30)))
                    .post("/api/operators/voices/%s/sentences".formatted(voice))
                    .then()
                    .statusCode(204);
        }
    }

    @AfterEach
    void noRecordingWaits() throws IOException {
        Operator.rejectPending(voice);
        client.close();
    }

    private static byte[] wave(DoubleUnaryOperator wave) {
        float[] samples = new float[3 * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) wave.applyAsDouble((double) i / RATE_HZ);
        }
        return WavFile.encode(new Audio(samples, RATE_HZ));
    }

    private static double tone(double hertz, double time) {
        return 0.2 * Math.sin(2 * Math.PI * hertz * time);
    }

    static Stream<Arguments> noSpeech() {
        Random random = new Random(1);
        return Stream.of(
                Arguments.of("a low tone", wave(time -> tone(100, time)), "no speech"),
                Arguments.of("a tone", wave(time -> tone(440, time)), "no speech"),
                Arguments.of("a high tone", wave(time -> tone(3_000, time)), "no speech"),
                Arguments.of("silence", wave(time -> 0), "nobody is heard"),
                Arguments.of("a hiss", wave(time -> 0.1 * random.nextGaussian()), ""),
                Arguments.of("a clipped tone", wave(time -> Math.signum(tone(440, time))), ""));
    }

    /** The card that asks a listener for a sentence; the listener's other cards are skipped. */
    private Card asked(Card first, String text) throws IOException {
        Optional<Card> card = Optional.of(first);
        while (card.isPresent()
                && !(card.get().kind().equals("recording") && card.get().text().equals(text))) {
            card.get().answer(client, Map.of("skip", true));
            card = card.get().next(client);
        }
        return card.orElseThrow();
    }

    private Answer send(Card card, byte[] sound) throws IOException {
        card.agree(client, 0);
        return card.record(client, sound);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noSpeech")
    void whatIsNoSpeechIsRefusedWithTheReasonAndTheCardStaysOpen(String name, byte[] sound, String reason)
            throws IOException {
        // Given
        Card card = Card.ofKind(client, voice, "recording");

        // When
        Answer refused = send(card, sound);

        // Then
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text()).contains(reason);
        assertThat(card.next(client).orElseThrow().token()).isEqualTo(card.token());
    }

    @Test
    void aRecordingThatIsMuchTooShortOrTooLongForItsSentenceIsRefused() throws IOException {
        Card card = asked(Card.first(client, voice), texts.get(21));

        assertThat(send(card, TestVoice.recording(0.5)).text()).contains("too short for this sentence");
        assertThat(send(card, TestVoice.recording(29)).text()).contains("too long for this sentence");
    }

    private record Checked(String id, String state, String held, Float lettersHeard, Float speakerDivergence) {}

    /** The recording of a card's text that was sent last, as soon as it was checked. */
    private static Checked checked(String text) {
        String path = "/api/operators/corrections?voice=" + voice;
        String newest = "find { it.sentence == '%s' }.".formatted(text);
        await().atMost(TIMEOUT).until(() -> operator().get(path).path(newest + "checkedAt") != null);
        var found = operator().get(path);
        return new Checked(
                found.path(newest + "id"),
                found.path(newest + "state"),
                found.path(newest + "held"),
                found.path(newest + "lettersHeard"),
                found.path(newest + "speakerDivergence"));
    }

    @Test
    void aRecordingOfItsSentenceWaitsForListeners() throws IOException {
        send(asked(Card.first(client, voice), texts.get(22)), SampleVoice.clip(22));

        Checked recording = checked(texts.get(22));
        assertThat(recording.held()).isNull();
        assertThat(recording.lettersHeard()).isGreaterThan(0.8f);
        assertThat(recording.speakerDivergence())
                .as("nothing to be compared with")
                .isNull();
    }

    @Test
    void aRecordingOfOtherWordsIsHeldAndNoListenerIsAskedAboutIt() throws IOException {
        // Given
        send(asked(Card.first(client, voice), texts.get(23)), SampleVoice.clip(60));

        // Then
        Checked recording = checked(texts.get(23));
        assertThat(recording.held()).contains("other words");

        // And others are given all cards that there are, and it is none of them
        Optional<Card> card = Optional.of(Card.first(client, voice));
        while (card.isPresent()) {
            assertThat(card.get().kind() + " " + card.get().text()).isNotEqualTo("review " + texts.get(23));
            card.get().answer(client, Map.of("skip", true));
            card = card.get().next(client);
        }

        // And a voice builder may know better
        operator()
                .post("/api/operators/corrections/%s/approve".formatted(recording.id()))
                .then()
                .statusCode(204);
        assertThat(checked(texts.get(23)).state()).isEqualTo("approved");
        operator().post("/api/operators/corrections/%s/reject".formatted(recording.id()));
    }

    @Test
    void anotherSpeakerThanInTheListenersOtherRecordingsIsHeld() throws Exception {
        // Given two recordings of one listener
        Card card = Card.ofKind(client, voice, "recording");
        for (int i = 0; i < 2; i++) {
            send(card, SampleVoice.clip(texts.indexOf(card.text())));
            assertThat(checked(card.text()).held()).isNull();
            card = card.next(client).orElseThrow().untilKind(client, "recording");
        }

        // When a third one is by somebody else
        send(card, higher(SampleVoice.clip(texts.indexOf(card.text()))));

        // Then
        Checked recording = checked(card.text());
        assertThat(recording.held()).contains("another speaker");
        assertThat(recording.state()).isEqualTo("pending");
    }

    /** Played faster: formants and pitch are higher, as a child's are. */
    private static byte[] higher(byte[] clip) throws Exception {
        Audio audio = AudioDecoder.decode(clip, RATE_HZ, new DecodeLimits(8 << 20, 30));
        float[] samples = new float[(int) (audio.samples().length / 1.35)];
        IntStream.range(0, samples.length).forEach(i -> samples[i] = audio.samples()[(int) (i * 1.35)]);
        return WavFile.encode(new Audio(samples, RATE_HZ));
    }
}
