package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.events.VoicePromoted;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is stopped under load and started again: everything acknowledged is there, once, and nothing by half. */
@QuarkusTest
@TestProfile(DatabaseUnavailableTest.OwnDatabase.class)
@QuarkusTestResource(KafkaTestResource.class)
@Tag("long")
@QuarkusTestResource(value = DatabaseUnavailableTest.Database.class, restrictToAnnotatedClass = true)
class DatabaseUnavailableTest {

    private static final int LISTENERS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /** A service of its own: the others keep theirs. */
    public static final class OwnDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", KafkaTestResource.bootstrapServers());
        }
    }

    /** A server that this test may stop. */
    public static final class Database implements QuarkusTestResourceLifecycleManager {

        private static final int PORT = FreePorts.one();
        private static final Path FOLDER = Path.of("target/database-unavailable-" + UUID.randomUUID());
        private static EmbeddedPostgres server;

        static void up() {
            server = EmbeddedPostgres.start(FOLDER.toAbsolutePath(), PORT);
        }

        @Override
        public Map<String, String> start() {
            up();
            return Map.of(
                    "quarkus.datasource.jdbc.url", server.jdbcUrl(),
                    "quarkus.datasource.username", server.user(),
                    "quarkus.datasource.password", server.password());
        }

        @Override
        public void stop() {
            server.stop();
        }
    }

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TempDir
    Path folder;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean listening = true;

    @Test
    void anUnavailableDatabaseIsAnsweredWith503AndNothingAcknowledgedIsLost() throws Exception {
        SpeakingVoice voice = SpeakingVoice.of(DatabaseUnavailableTest.class);
        try (RawClient client = new RawClient(url.getPort());
                RawClient probes = new RawClient(management.getPort());
                TopicProbe probe = new TopicProbe(
                        KafkaTestResource.bootstrapServers(), Topics.FEEDBACK, Topics.deadLetter(Topics.CHECKPOINTS))) {
            // Given listeners who rate
            List<Thread> listeners = java.util.stream.IntStream.range(0, LISTENERS)
                    .mapToObj(i -> new Thread(() -> rateOn(voice)))
                    .toList();
            listeners.forEach(Thread::start);
            await().atMost(TIMEOUT).until(() -> acknowledged.size() > 50);

            // When the database stops
            EmbeddedPostgres server = Database.server;
            server.stop();

            // Then pages and programs get 503 with Retry-After
            await().atMost(TIMEOUT).until(() -> answers.contains(503));
            Answer page = client.get("/?lang=en", "Accept-Language: en\r\n");
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.header("Retry-After")).isEqualTo("5");
            assertThat(page.text()).contains("it counts once").doesNotContain("Exception");
            byte[] form = voice.form(UUID.randomUUID())
                    .file("recording", "r", recording(1))
                    .bytes();
            Answer correction = client.send("POST", "/api/corrections", Multipart.HEADER, form);
            assertThat(correction.status()).isEqualTo(503);
            assertThat(correction.text()).contains("send the same again");
            await().atMost(TIMEOUT)
                    .until(() -> probes.get("/q/health/ready", "").status() == 503);
            assertThat(probes.get("/q/health/live", "").status()).isEqualTo(200);

            // And a checkpoint that arrives now waits
            String late = "late-" + UUID.randomUUID();
            TestVoice.publish(late, 1, folder, probe);

            // When it starts again
            int before = acknowledged.size();
            Database.up();

            // Then everything resumes by itself
            await().atMost(TIMEOUT).until(() -> acknowledged.size() > before + 50);
            await().atMost(TIMEOUT)
                    .until(() -> probes.get("/q/health/ready", "").status() == 200);
            assertThat(client.send("POST", "/api/corrections", Multipart.HEADER, form)
                            .status())
                    .isEqualTo(201);
            probe.await(VoicePromoted.class, event -> event.voice().equals(late));
            listening = false;
            for (Thread listener : listeners) {
                listener.join();
            }
            assertThat(new HashSet<>(answers)).isSubsetOf(201, 503);
            everyAcknowledgedRatingIsStoredAndSentOnce(voice, probe);
        }
    }

    private void everyAcknowledgedRatingIsStoredAndSentOnce(SpeakingVoice voice, TopicProbe probe) throws Exception {
        Set<String> rows = new HashSet<>();
        EmbeddedPostgres server = Database.server;
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var select = connection.createStatement()) {
            await().atMost(TIMEOUT).until(() -> {
                ResultSet waiting = select.executeQuery("SELECT count(*) FROM outbox WHERE sent_at IS NULL");
                waiting.next();
                return waiting.getInt(1) == 0;
            });
            ResultSet ratings = select.executeQuery("SELECT id::text FROM rating");
            while (ratings.next()) {
                rows.add(ratings.getString(1));
            }
        }
        List<String> events = probe.all(RatingGiven.class).stream()
                .filter(event -> event.voice().equals(voice.name()))
                .map(RatingGiven::rating)
                .toList();
        assertThat(rows).containsAll(acknowledged);
        assertThat(new HashSet<>(events)).isEqualTo(rows);
        assertThat(acknowledged).doesNotHaveDuplicates();
    }

    private void rateOn(SpeakingVoice voice) {
        try (RawClient client = new RawClient(url.getPort())) {
            while (listening) {
                byte[] rating = voice.rating(UUID.randomUUID(), 3).getBytes(UTF_8);
                Answer answer = client.send("POST", "/api/ratings", "Content-Type: application/json\r\n", rating);
                answers.add(answer.status());
                if (answer.status() == 201) {
                    acknowledged.add(answer.text().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
                }
            }
        } catch (IOException e) {
            answers.add(-1);
        }
    }
}
