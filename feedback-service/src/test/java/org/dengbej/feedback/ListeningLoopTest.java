package org.dengbej.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.Operator.operator;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.VoicePromoted;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From listeners' answers to the next version: what counts, what starts a job, and who becomes the champion. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ListeningLoopTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    @TestHTTPResource
    URL url;

    private TopicProbe probe;
    private RawClient client;
    private String voice;

    @BeforeEach
    void aVoiceThatSpeaks() {
        probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK, Topics.TRAINING_JOBS);
        client = new RawClient(url.getPort());
        voice = "loop-" + UUID.randomUUID();
        TestVoice.promote(voice, 1, folder, probe);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        probe.close();
    }

    private Response versions() {
        return operator().get("/api/operators/voices/%s/versions".formatted(voice));
    }

    /** The first cards of new listeners, heard to their end. */
    private List<Card> heard(int listeners) throws IOException {
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            cards.add(Card.first(client, voice));
        }
        Card.hearToEnd(client, cards);
        return cards;
    }

    private List<Card> next(List<Card> cards) throws IOException {
        List<Card> next = new ArrayList<>();
        for (Card card : cards) {
            Optional<Card> following = card.next(client);
            following.ifPresent(next::add);
        }
        return next;
    }

    /** Answers cards of a kind, and skips the others, until nobody is asked anything more. */
    private void answer(List<Card> first, String kind, Function<Card, Map<String, Object>> answers) throws IOException {
        for (List<Card> cards = first; !cards.isEmpty(); cards = next(cards)) {
            Card.hearToEnd(
                    client,
                    cards.stream().filter(card -> card.kind().equals(kind)).toList());
            for (Card card : cards) {
                Map<String, Object> answer = card.kind().equals(kind) ? attentive(card, answers) : Map.of("skip", true);
                Answer taken = card.answer(client, answer);
                assertThat(taken.status()).as(taken.text()).isEqualTo(204);
            }
        }
    }

    private static Map<String, Object> attentive(Card card, Function<Card, Map<String, Object>> answers) {
        return card.askedFor()
                .map(score -> Map.<String, Object>of("score", score))
                .orElseGet(() -> answers.apply(card));
    }

    @Test
    void ratingsBelowTheTargetStartOneJobAVersion() throws IOException {
        // Given listeners of whom each is as strict as ever
        Map<String, Integer> strictness = new HashMap<>();

        // When
        answer(
                heard(8),
                "rating",
                card -> Map.of(
                        "score", strictness.computeIfAbsent(card.cookie(), cookie -> 1 + strictness.size() % 2)));

        // Then
        TrainVoice job = probe.await(TrainVoice.class, voice);
        assertThat(job.datasets()).as("what the voice was made on").hasSize(1);
        Response jobs = given().get("/api/voices/%s/jobs".formatted(voice));
        assertThat(jobs.<List<String>>path("trigger")).containsExactly("ratings");
        assertThat(jobs.<Integer>path("[0].version")).isEqualTo(1);
        assertThat(versions().<Float>path("[0].opinion.upper")).isLessThan(3.5f);
    }

    @Test
    void aRatingThatWasNotHeardToTheEndDoesNotCount() throws IOException {
        // Given
        Card card = Card.first(client, voice);

        // When it is answered at once
        card.answer(client, Map.of("score", 5));

        // Then
        assertThat(versions().<List<String>>path("[0].excluded.reason")).containsExactly("not_played");
        assertThat(versions().<Object>path("[0].opinion")).isNull();
    }

    @Test
    void aLoopThatChangesItsCookieCountsAsItsNetworkAlone() throws IOException {
        // When 40 new listeners of one network give two ratings each
        answer(heard(40), "rating", card -> Map.of("score", 1 + card.token().charAt(0) % 2));

        // Then no more than its cap counts, and the rest is listed
        assertThat(versions().<Integer>path("[0].opinion.ratings")).isLessThanOrEqualTo(60);
        assertThat(versions().<Integer>path("[0].excluded.find { it.reason == 'network_cap' }.ratings"))
                .isEqualTo(20);
    }

    @Test
    void aChallengerThatWinsItsPairsBecomesTheVoice() throws IOException {
        // Given
        TestVoice.publish(voice, 2, folder, probe);
        awaitState("challenger");

        // When it is preferred
        answer(heard(25), "pair", this::forChallenger);

        // Then
        VoicePromoted promoted =
                probe.await(VoicePromoted.class, event -> event.voice().equals(voice) && event.previous() != null);
        assertThat(promoted.sha256()).isEqualTo(versions().<String>path("[0].sha256"));
        assertThat(versions().<List<String>>path("state")).containsExactly("champion", "retired");
        assertThat(versions().<String>path("[0].reason")).contains("blind pairs");
    }

    private void awaitState(String state) {
        await().atMost(TIMEOUT).until(() -> state.equals(versions().<String>path("[0].state")));
    }

    /** The preference for the challenger, whose sound is another than the champion's. */
    private Map<String, Object> forChallenger(Card card) {
        try {
            String champion = given().get("/api/voices/%s/sentences".formatted(voice))
                    .path("find { it.text == '%s' }.audio".formatted(card.text()));
            byte[] old = client.get(champion, "").bytes();
            byte[] first = client.get(card.first(), card.header()).bytes();
            return Map.of("preference", Arrays.equals(old, first) ? "second" : "first");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRecordingTrainsWhenTwoOtherListenersSayThatItIsTheSentence() throws IOException {
        // Given a recording
        Card asked = Card.ofKind(client, voice, "recording");
        assertThat(asked.agree(client, 0).status()).isEqualTo(200);
        assertThat(asked.record(client, recording(2)).status()).isEqualTo(204);
        await().atMost(TIMEOUT).until(() -> correction("checkedAt") != null);
        assertThat(kindsLeft(asked)).as("nobody reviews what is their own").doesNotContain("review");

        // When two others say yes
        for (int i = 0; i < 2; i++) {
            assertThat(correction("state")).isEqualTo("pending");
            Card review = Card.ofKind(client, voice, "review");
            review.hear(client);
            review.answer(client, Map.of("saysText", true, "clear", true));
        }

        // Then
        assertThat(correction("state")).isEqualTo("approved");
    }

    private String correction(String field) {
        return operator().get("/api/operators/corrections?voice=" + voice).path("[0].%s".formatted(field));
    }

    private List<String> kindsLeft(Card last) throws IOException {
        List<String> kinds = new ArrayList<>();
        for (Optional<Card> card = last.next(client);
                card.isPresent();
                card = card.get().next(client)) {
            kinds.add(card.get().kind());
            card.get().answer(client, Map.of("skip", true));
        }
        return kinds;
    }
}
