package org.dengbej.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.Operator.operator;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gold and trap questions look like ratings, and tell who listens. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ControlCardsTest {

    private static final String RECORDED = "Ev hevok tenê ji bo ceribandinê ye.";

    @TestHTTPResource
    URL url;

    private RawClient client;
    private SpeakingVoice voice;

    @BeforeEach
    void aVoice() {
        client = new RawClient(url.getPort());
        voice = SpeakingVoice.of(ControlCardsTest.class);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    /** All cards of a new listener; those that ask for a rating are answered with this score, once they were heard, the others skipped. */
    private List<Card> answerAll(int score) throws IOException {
        List<Card> rated = new ArrayList<>();
        Card first = Card.first(client, voice.name());
        for (Optional<Card> next = Optional.of(first);
                next.isPresent();
                next = next.get().next(client)) {
            Card card = next.get();
            if (!card.kind().equals("rating")) {
                card.answer(client, Map.of("skip", true));
                continue;
            }
            card.hearToEnd(client);
            assertThat(card.answer(client, Map.of("score", score)).status()).isEqualTo(204);
            rated.add(card);
        }
        return rated;
    }

    private Response version() {
        return operator().get("/api/operators/voices/%s/versions".formatted(voice.name()));
    }

    private int excluded(String reason) {
        Integer ratings = version().path("[0].excluded.find { it.reason == '%s' }?.ratings".formatted(reason));
        return ratings == null ? 0 : ratings;
    }

    @Test
    void whoGivesTheTrapsAnotherScoreDoesNotCount() throws IOException {
        // When somebody gives 1 to whatever is heard
        int before = excluded("trap_missed");
        int counted = counted();
        List<Card> rated = answerAll(1);

        // Then some of the cards were traps, and the others don't count
        int traps =
                (int) rated.stream().filter(card -> card.askedFor().isPresent()).count();
        assertThat(traps).isPositive();
        assertThat(excluded("trap_missed")).isEqualTo(before + rated.size() - traps);
        assertThat(counted()).isEqualTo(counted);
    }

    private int counted() {
        Integer ratings = version().path("[0].opinion?.ratings");
        return ratings == null ? 0 : ratings;
    }

    @Test
    void aTrapIsNoRating() throws IOException {
        int before = ratings();

        List<Card> rated = answerAll(2);

        int traps =
                (int) rated.stream().filter(card -> card.askedFor().isPresent()).count();
        assertThat(ratings()).isEqualTo(before + rated.size() - traps);
    }

    @Test
    void nobodyIsToldWhichSentencesAreTraps() {
        List<String> roles =
                given().get("/api/voices/%s/sentences".formatted(voice.name())).path("role");

        assertThat(roles).containsOnly("evaluation", "recording");
    }

    @Test
    void aTrapOfAVoiceBuilderAsksForItsScore() {
        operator()
                .contentType("application/json")
                .body("{\"role\":\"trap\",\"texts\":[\"sê bide\"],\"score\":3}")
                .post("/api/operators/voices/%s/sentences".formatted(voice.name()))
                .then()
                .statusCode(204);
        operator()
                .contentType("application/json")
                .body("{\"role\":\"trap\",\"texts\":[\"şeş bide\"],\"score\":6}")
                .post("/api/operators/voices/%s/sentences".formatted(voice.name()))
                .then()
                .statusCode(400);
    }

    @Test
    void aRecordingThatIsGoldIsGivenToOthersAsARating() throws IOException {
        // Given a recording that a voice builder marks as gold
        operator()
                .contentType("application/json")
                .body("{\"role\":\"recording\",\"texts\":[\"%s\"]}".formatted(RECORDED))
                .post("/api/operators/voices/%s/sentences".formatted(voice.name()))
                .then()
                .statusCode(204);
        Card asked = Card.ofKind(client, voice.name(), "recording");
        while (!asked.text().equals(RECORDED)) {
            asked.answer(client, Map.of("skip", true));
            asked = asked.next(client).orElseThrow();
        }
        asked.agree(client, 0);
        assertThat(asked.record(client, recording(2)).status()).isEqualTo(204);
        String id = operator()
                .get("/api/operators/corrections?voice=" + voice.name())
                .path("[0].id");
        operator()
                .post("/api/operators/corrections/%s/approve?gold=true".formatted(id))
                .then()
                .statusCode(204);

        // When others are given their cards
        Card gold = givenTo(20, RECORDED);

        // Then one of them is the recording, which looks like any other rating, and is none
        assertThat(gold.kind()).isEqualTo("rating");
        gold.hear(client);
        int before = ratings();
        assertThat(gold.answer(client, Map.of("score", 5)).status()).isEqualTo(204);
        assertThat(gold.answer(client, Map.of("score", 5)).status())
                .as("the same again")
                .isEqualTo(204);
        assertThat(gold.answer(client, Map.of("score", 1)).status())
                .as("another answer")
                .isEqualTo(409);
        assertThat(ratings()).isEqualTo(before);
        operator().post("/api/operators/corrections/%s/reject".formatted(id));
    }

    /** The card with a text that one of so many new listeners is given. */
    private Card givenTo(int listeners, String text) throws IOException {
        for (int i = 0; i < listeners; i++) {
            Optional<Card> card = Optional.of(Card.first(client, voice.name()));
            while (card.isPresent()
                    && !(card.get().kind().equals("rating") && card.get().text().equals(text))) {
                card.get().answer(client, Map.of("skip", true));
                card = card.get().next(client);
            }
            if (card.isPresent()) {
                return card.get();
            }
        }
        throw new AssertionError("none of %d listeners was given a card with the text %s".formatted(listeners, text));
    }

    private int ratings() {
        return operator().get("/api/operators/ratings?voice=" + voice.name()).path("size()");
    }
}
