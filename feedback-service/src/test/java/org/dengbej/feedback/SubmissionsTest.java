package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Idempotence: a submission counts once, however often and concurrently it is sent; and its ids must belong together. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class SubmissionsTest {

    private static final int CONCURRENT_REQUESTS = 50;
    private static final String JSON = "Content-Type: application/json\r\n";

    @TestHTTPResource
    URL url;

    @Inject
    AgroalDataSource database;

    private SpeakingVoice voice;

    @BeforeEach
    void aVoiceThatSpeaks() {
        voice = SpeakingVoice.of(SubmissionsTest.class);
    }

    private interface Sent {
        Answer by(RawClient client) throws IOException;
    }

    /** Sends requests in the same moment, each over a connection of its own. */
    private List<Answer> concurrently(Sent sent) throws Exception {
        CyclicBarrier together = new CyclicBarrier(CONCURRENT_REQUESTS);
        Callable<Answer> one = () -> {
            try (RawClient client = new RawClient(url.getPort())) {
                client.out();
                together.await();
                return sent.by(client);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT_REQUESTS);
        try {
            List<Future<Answer>> answers = IntStream.range(0, CONCURRENT_REQUESTS)
                    .mapToObj(i -> threads.submit(one))
                    .toList();
            List<Answer> done = new java.util.ArrayList<>();
            for (Future<Answer> answer : answers) {
                done.add(answer.get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private Answer rate(RawClient client, String rating) throws IOException {
        return client.send("POST", "/api/ratings", JSON, rating.getBytes(UTF_8));
    }

    private Answer correct(RawClient client, Multipart form) throws IOException {
        return client.send("POST", "/api/corrections", Multipart.HEADER, form.bytes());
    }

    private int rows(String table, UUID submission) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM " + table + " WHERE submission = ?")) {
            count.setObject(1, submission);
            ResultSet row = count.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aSubmissionSentFiftyTimesAtOnceIsOneRatingAndOneCorrection() throws Exception {
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            // When
            UUID submission = UUID.randomUUID();
            List<Answer> rated = concurrently(client -> rate(client, voice.rating(submission, 4)));
            List<Answer> corrected = concurrently(
                    client -> correct(client, voice.form(submission).file("recording", "r", recording(1))));

            // Then each is answered well and with the same id
            assertThat(rated).allMatch(answer -> answer.status() == 201);
            assertThat(rated.stream().map(Answer::text).distinct()).hasSize(1);
            assertThat(corrected).allMatch(answer -> answer.status() == 201);
            assertThat(corrected.stream().map(Answer::text).distinct()).hasSize(1);

            // And there is one of each, in the database and on the topic
            assertThat(rows("rating", submission)).isEqualTo(1);
            assertThat(rows("correction", submission)).isEqualTo(1);
            String rating = id(rated.get(0));
            String correction = id(corrected.get(0));
            probe.await(RatingGiven.class, event -> event.rating().equals(rating));
            probe.await(CorrectionRecorded.class, event -> event.correction().equals(correction));
            assertThat(probe.all(RatingGiven.class))
                    .filteredOn(event -> event.rating().equals(rating))
                    .hasSize(1);
            assertThat(probe.all(CorrectionRecorded.class))
                    .filteredOn(event -> event.correction().equals(correction))
                    .hasSize(1);
        }
    }

    private static String id(Answer answer) {
        Matcher id = Pattern.compile("[0-9a-f-]{36}").matcher(answer.text());
        assertThat(id.find()).isTrue();
        return id.group();
    }

    @Test
    void aFormSentFiftyTimesAtOnceIsAcknowledgedFiftyTimesAndCountsOnce() throws Exception {
        // Given
        Page page = page();

        // When
        List<Answer> answers = concurrently(client -> page.send(client, 3));

        // Then
        assertThat(answers).allMatch(answer -> answer.status() == 303);
        assertThat(rows("rating", page.submission())).isEqualTo(1);
    }

    /** A card and the form that its page submits. */
    private record Page(Card card) {

        Answer send(RawClient client, int score) throws IOException {
            return card.submit(client, new Multipart().field("lang", "en").field("score", Integer.toString(score)));
        }

        UUID submission() {
            return UUID.fromString(card.token());
        }
    }

    private Page page() throws IOException {
        try (RawClient client = new RawClient(url.getPort())) {
            return new Page(Card.first(client, voice.name()));
        }
    }

    @Test
    void underOneSubmissionTheFirstCountsAndAnotherGets409() throws IOException {
        UUID submission = UUID.randomUUID();
        try (RawClient client = new RawClient(url.getPort())) {
            // A rating
            assertThat(rate(client, voice.rating(submission, 4)).status()).isEqualTo(201);
            Answer other = rate(client, voice.rating(submission, 1));
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text()).contains("that one counts");
            assertThat(rate(client, voice.rating(submission, 4)).status()).isEqualTo(201);

            // A correction
            assertThat(correct(client, voice.form(submission).file("recording", "r", recording(1)))
                            .status())
                    .isEqualTo(201);
            other = correct(client, voice.form(submission).file("recording", "r", recording(2)));
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text()).contains("that one counts");

            // The page's form
            Page page = page();
            assertThat(page.send(client, 5).status()).isEqualTo(303);
            other = page.send(client, 2);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text()).contains("already saved");
        }
    }

    @Test
    void ofFiftyDifferentOnesUnderOneSubmissionOneCounts() throws Exception {
        UUID submission = UUID.randomUUID();
        var next = new java.util.concurrent.atomic.AtomicInteger();
        List<Answer> answers =
                concurrently(client -> rate(client, voice.rating(submission, 1 + next.getAndIncrement() % 5)));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(40);
        assertThat(rows("rating", submission)).isEqualTo(1);
    }

    @Test
    void idsThatDoNotBelongTogetherAreNotFound() throws IOException {
        SpeakingVoice other = SpeakingVoice.of(SpeakingVoice.class);
        String nobody = UUID.randomUUID().toString();
        try (RawClient client = new RawClient(url.getPort())) {
            String theirs = id(rate(client, other.rating(UUID.randomUUID(), 3)));
            String ours = id(rate(client, voice.rating(UUID.randomUUID(), 3)));
            List<List<String>> pairs = List.of(
                    List.of(voice.name(), other.sentence()),
                    List.of(other.name(), voice.sentence()),
                    List.of("nobody", voice.sentence()),
                    List.of("", voice.sentence()),
                    List.of(voice.name(), nobody));
            for (List<String> pair : pairs) {
                String json = "{\"submission\":\"%s\",\"voice\":\"%s\",\"sentence\":\"%s\",\"score\":3}"
                        .formatted(UUID.randomUUID(), pair.get(0), pair.get(1));
                assertNotFound(rate(client, json), "no such sentence");
                assertNotFound(correct(client, recorded(pair.get(0), pair.get(1), null)), "no such sentence");
                if (!pair.get(0).isEmpty()) {
                    assertNotFound(
                            client.get("/api/voices/%s/sentences/%s/audio".formatted(pair.get(0), pair.get(1)), ""),
                            "no such sentence");
                }
            }
            for (String rating : List.of(theirs, nobody)) {
                assertNotFound(correct(client, recorded(voice.name(), voice.sentence(), rating)), "no such rating");
            }
            assertNotFound(
                    correct(client, recorded(voice.name(), voice.sentences().get(1), ours)), "no such rating");
            assertNotFound(client.get("/api/voices/nobody/sentences", ""), "no voice");
            assertNotFound(client.get("/api/voices/no%00body/sentences", ""), "no voice");
            assertNotFound(client.get("/api/voices/nobody/jobs", ""), "no voice");
        }
    }

    private static Multipart recorded(String voice, String sentence, String rating) {
        Multipart form = new Multipart()
                .field("submission", UUID.randomUUID().toString())
                .field("voice", voice)
                .field("sentence", sentence)
                .field("consent", "0");
        return (rating == null ? form : form.field("rating", rating)).file("recording", "r", recording(1));
    }

    private static void assertNotFound(Answer answer, String reason) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.text()).contains(reason);
    }
}
