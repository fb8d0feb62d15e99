package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.Operator.operator;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener who is banned counts for nothing, and all of it can be undone. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class BansTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TestHTTPResource
    URL url;

    private RawClient client;
    private SpeakingVoice voice;

    @BeforeEach
    void aVoice() {
        client = new RawClient(url.getPort());
        voice = SpeakingVoice.of(BansTest.class);
    }

    @AfterEach
    void noRecordingWaits() throws IOException {
        Operator.rejectPending(voice.name());
        client.close();
    }

    private static ValidatableResponse ban(String listener) {
        return operator()
                .contentType("application/json")
                .body("{\"reason\":\"sends tones\"}")
                .post("/api/operators/listeners/%s/ban".formatted(listener))
                .then();
    }

    private static ValidatableResponse unban(String listener) {
        return operator()
                .post("/api/operators/listeners/%s/unban".formatted(listener))
                .then();
    }

    private String newest(String what, String field) {
        return operator()
                .get("/api/operators/%s?voice=%s".formatted(what, voice.name()))
                .path("[0]." + field);
    }

    private Card recorded() throws IOException {
        Card card = Card.ofKind(client, voice.name(), "recording");
        card.agree(client, 0);
        assertThat(card.record(client, recording(2)).status()).isEqualTo(204);
        await().atMost(TIMEOUT).until(() -> newest("corrections", "checkedAt") != null);
        return card;
    }

    @Test
    void aBannedListenerIsAskedNothingUntilTheBanIsUndone() throws IOException {
        Card card = recorded();
        String listener = newest("corrections", "listener");

        ban(listener).statusCode(204);

        assertThat(client.get(card.path(), card.header()).status()).isEqualTo(403);
        assertThat(client.get("/" + voice.name(), card.header()).status()).isEqualTo(403);

        unban(listener).statusCode(204);

        assertThat(client.get("/" + voice.name(), card.header()).status()).isEqualTo(303);
    }

    @Test
    void recordingsOfABannedListenerAreRejectedAndComeBack() throws IOException {
        recorded();
        String id = newest("corrections", "id");
        String listener = newest("corrections", "listener");
        operator()
                .post("/api/operators/corrections/%s/approve".formatted(id))
                .then()
                .statusCode(204);

        ban(listener).statusCode(204);
        ban(listener).statusCode(204);
        assertThat(newest("corrections", "state")).isEqualTo("rejected");

        unban(listener).statusCode(204);
        assertThat(newest("corrections", "state")).isEqualTo("approved");
        operator().post("/api/operators/corrections/%s/reject".formatted(id));
    }

    @Test
    void whatABannedListenerHelpedToApproveWaitsAgain() throws IOException {
        // Given
        recorded();
        for (int i = 0; i < 2; i++) {
            Card review = reviewAfterRatings();
            review.hear(client);
            review.answer(client, Map.of("saysText", true, "clear", true));
        }
        assertThat(newest("corrections", "state")).isEqualTo("approved");

        // When one of the two who approved it is banned
        ban(newest("ratings", "listener")).statusCode(204);

        // Then
        assertThat(newest("corrections", "state")).isEqualTo("pending");
    }

    /** The first card of a new listener that asks for a review; those before it are answered with ratings, by which they are found, or skipped. */
    private Card reviewAfterRatings() throws IOException {
        Card card = Card.first(client, voice.name());
        while (!card.kind().equals("review")) {
            boolean rating = card.kind().equals("rating") && card.askedFor().isEmpty();
            card.answer(client, rating ? Map.of("score", 3) : Map.of("skip", true));
            card = card.next(client).orElseThrow();
        }
        return card;
    }

    @Test
    void ratingsOfABannedListenerAreListedAsExcluded() throws IOException {
        Card card = Card.ofKind(client, voice.name(), "rating");
        card.answer(client, Map.of("score", card.askedFor().orElse(3)));
        assertThat(card.askedFor()).as("the first card is no control question").isEmpty();

        ban(newest("ratings", "listener")).statusCode(204);

        assertThat(operator()
                        .get("/api/operators/voices/%s/versions".formatted(voice.name()))
                        .<Integer>path("[0].excluded.find { it.reason == 'banned' }.ratings"))
                .isPositive();
    }

    @Test
    void aBanNamesAListenerThatIsThereAndAReason() {
        ban(UUID.randomUUID().toString()).statusCode(404);
        unban(UUID.randomUUID().toString()).statusCode(404);
        ban("nobody").statusCode(400);
        operator()
                .contentType("application/json")
                .body("{}")
                .post("/api/operators/listeners/%s/ban".formatted(UUID.randomUUID()))
                .then()
                .statusCode(400);
    }
}
