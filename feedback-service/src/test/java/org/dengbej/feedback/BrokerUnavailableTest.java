package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is stopped and started again: listeners notice nothing, and every event arrives. */
@QuarkusTest
@TestProfile(BrokerUnavailableTest.OwnBroker.class)
@QuarkusTestResource(PostgresTestResource.class)
@Tag("long")
@QuarkusTestResource(value = BrokerUnavailableTest.Broker.class, restrictToAnnotatedClass = true)
class BrokerUnavailableTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** More than the sender takes at a time. */
    private static final int RATINGS = 150;

    /** A service of its own: the others keep theirs. */
    public static final class OwnBroker implements QuarkusTestProfile {}

    /** A broker that this test may stop. */
    public static final class Broker implements QuarkusTestResourceLifecycleManager {

        private static final int PORT = FreePorts.one();
        private static final Path FOLDER =
                Path.of("target/broker-unavailable-" + UUID.randomUUID()).toAbsolutePath();
        private static EmbeddedKafka kafka;

        static void up() {
            kafka = EmbeddedKafka.start(FOLDER, PORT);
        }

        @Override
        public Map<String, String> start() {
            up();
            TopicAdmin.createMissing(kafka.bootstrapServers(), Topics.all());
            return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());
        }

        @Override
        public void stop() {
            kafka.close();
        }
    }

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    AgroalDataSource database;

    @TempDir
    Path folder;

    @Test
    void whileTheBrokerIsUnavailableRatingsAreAcceptedAndAfterwardsEachEventArrives() throws Exception {
        // Given a voice, and an event that has been sent
        SpeakingVoice voice = voice();
        Set<String> accepted = new HashSet<>();
        try (RawClient client = new RawClient(url.getPort());
                TopicProbe probe = new TopicProbe(Broker.kafka.bootstrapServers(), Topics.FEEDBACK)) {
            accepted.add(rate(client, voice));
            await().atMost(TIMEOUT).until(() -> waiting() == 0);

            // When the broker stops
            Broker.kafka.close();

            // Then ratings are accepted and wait
            for (int i = 0; i < RATINGS; i++) {
                accepted.add(rate(client, voice));
            }
            assertThat(waiting()).isEqualTo(RATINGS);

            // And an attempt to send them has failed without losing one
            await().atMost(TIMEOUT).until(() -> metric("dengbej_feedback_outbox_send_failures_total") > 0);
            assertThat(waiting()).isEqualTo(RATINGS);

            // When it starts again
            Broker.up();

            // Then each arrives; one that was sent twice, since its acknowledgement was lost, bears the same id
            await().atMost(TIMEOUT).until(() -> waiting() == 0);
            Set<String> sent = probe.all(RatingGiven.class).stream()
                    .filter(event -> event.voice().equals(voice.name()))
                    .map(RatingGiven::rating)
                    .collect(Collectors.toSet());
            assertThat(sent).isEqualTo(accepted);
        }
    }

    private SpeakingVoice voice() {
        String name = "broker-" + UUID.randomUUID();
        try (TopicProbe probe = new TopicProbe(Broker.kafka.bootstrapServers(), Topics.FEEDBACK)) {
            TestVoice.promote(name, 1, folder, probe);
        }
        return new SpeakingVoice(
                name,
                RestAssured.get("/api/voices/%s/sentences".formatted(name)).path("id"));
    }

    private static String rate(RawClient client, SpeakingVoice voice) throws IOException {
        byte[] rating = voice.rating(UUID.randomUUID(), 3).getBytes(UTF_8);
        Answer answer = client.send("POST", "/api/ratings", "Content-Type: application/json\r\n", rating);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.text().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    private int waiting() throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.createStatement()) {
            ResultSet row = select.executeQuery("SELECT count(*) FROM outbox WHERE sent_at IS NULL");
            row.next();
            return row.getInt(1);
        }
    }

    private double metric(String name) throws IOException {
        try (RawClient inside = new RawClient(management.getPort())) {
            return inside.get("/q/metrics", Operator.HEADER)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
