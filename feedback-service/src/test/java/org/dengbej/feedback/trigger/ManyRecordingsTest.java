package org.dengbej.feedback.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.OwnDatabase;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.recording.RecordingFiles;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs are started beside the listeners' requests, whatever waits for them. */
@Tag("volume")
@QuarkusTest
@TestProfile(ManyRecordingsTest.OwnRecordings.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class ManyRecordingsTest {

    private static final String KEY = Operator.HEADER;
    private static final int RECORDINGS = 50_000;
    private static final int MAX_CORRECTIONS = 2000;
    private static final Duration MAX_START = Duration.ofSeconds(10);

    /** Five seconds of 16 kHz. */
    private static final int BYTES = 160_044;

    /** A service with recordings of its own. */
    public static final class OwnRecordings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "kafka.bootstrap.servers",
                    KafkaTestResource.bootstrapServers(),
                    "dengbej.feedback.data-dir",
                    "target/many-recordings-" + UUID.randomUUID());
        }
    }

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    AgroalDataSource database;

    @Inject
    RecordingFiles files;

    private SpeakingVoice voice;

    @BeforeEach
    void aVoiceThatSpeaks() {
        voice = SpeakingVoice.of(getClass());
    }

    private Answer correct(SpeakingVoice voice) throws IOException {
        try (RawClient client = new RawClient(url.getPort())) {
            byte[] form = voice.recordingForm(UUID.randomUUID())
                    .file("recording", "r", recording(1))
                    .bytes();
            return client.send("POST", "/api/corrections", Multipart.HEADER, form);
        }
    }

    private void approve(Answer correction) throws IOException {
        try (RawClient client = new RawClient(url.getPort())) {
            String path = "/api/operators/corrections/%s/approve"
                    .formatted(new JsonObject(correction.text()).getString("id"));
            assertThat(client.send("POST", path, KEY, new byte[0]).status()).isEqualTo(204);
        }
    }

    @Test
    void ofFiftyThousandRecordingsThatWaitTheOldestStartAJobWithinTenSeconds() throws Exception {
        try (TopicProbe probe = new TopicProbe(
                        KafkaTestResource.bootstrapServers(), Topics.DATASET_REQUESTS, Topics.TRAINING_JOBS);
                RawClient probes = new RawClient(management.getPort())) {
            // Given
            List<UUID> ids = fiftyThousandWait();

            // When one more comes
            long begin = System.nanoTime();
            assertThat(correct(voice).status()).isEqualTo(201);
            Duration answered = Duration.ofNanos(System.nanoTime() - begin);

            // Then
            TrainVoice job = probe.await(TrainVoice.class, voice.name());
            Duration started = Duration.ofNanos(System.nanoTime() - begin);
            Log.infof(
                    "job started: waiting=%d answered_ms=%d started_ms=%d",
                    RECORDINGS, answered.toMillis(), started.toMillis());
            assertThat(started).isLessThan(MAX_START);
            assertThat(probes.get("/q/health/ready", "").status()).isEqualTo(200);

            // And it learns from the oldest, each with its sound
            Path pairs = Path.of(probe.await(PrepareDataset.class, job.job()).source());
            for (UUID oldest : ids.subList(0, MAX_CORRECTIONS)) {
                assertThat(Files.size(pairs.resolve(oldest + ".wav"))).isEqualTo(BYTES);
                assertThat(pairs.resolve(oldest + ".txt")).isNotEmptyFile();
            }
            try (Stream<Path> sounds =
                    Files.list(pairs).filter(file -> file.toString().endsWith(".wav"))) {
                assertThat(sounds).hasSize(MAX_CORRECTIONS);
            }
            assertThat(waiting()).isEqualTo(RECORDINGS + 1 - MAX_CORRECTIONS);
        }
    }

    /** Rows in the order of their ids' list, and for each a file. */
    private List<UUID> fiftyThousandWait() throws Exception {
        UUID first = UUID.randomUUID();
        List<UUID> ids = Stream.concat(
                        Stream.of(first), IntStream.range(1, RECORDINGS).mapToObj(i -> UUID.randomUUID()))
                .toList();
        Path folder = Path.of(QuarkusTransaction.requiringNew().call(() -> files.write(first, new byte[BYTES])))
                .getParent();
        for (UUID id : ids.subList(1, RECORDINGS)) {
            files.link(first, folder.resolve(id + ".wav"));
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO correction (id, submission, sentence, sha256, bytes, seconds, state, recorded_at)
                        SELECT id, gen_random_uuid(), ?, '', ?, 5, 'approved', now() - interval '1 day' + n * interval '1 second'
                        FROM unnest(?) WITH ORDINALITY AS given (id, n)""")) {
            insert.setObject(1, UUID.fromString(voice.recordingSentence()));
            insert.setInt(2, BYTES);
            insert.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            insert.executeUpdate();
        }
        return ids;
    }

    private int waiting() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT count(*) FROM correction WHERE voice = ? AND job IS NULL")) {
            select.setString(1, voice.name());
            ResultSet row = select.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void listenersAreAnsweredWhileAVoicesPolicyCannotBeEvaluatedAndTheJobStartsAfterwards() throws Exception {
        SpeakingVoice locked = SpeakingVoice.of(TriggerSignal.class);
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.TRAINING_JOBS);
                Connection connection = database.getConnection()) {
            // Given a replica that evaluates it for long
            connection.setAutoCommit(false);
            try (PreparedStatement lock =
                    connection.prepareStatement("SELECT 1 FROM voice WHERE name = ? FOR UPDATE")) {
                lock.setString(1, locked.name());
                lock.execute();
            }

            // When enough corrections come
            for (int i = 0; i < 5; i++) {
                approve(correct(locked));
            }

            // Then they start a job as soon as that replica is done
            assertThat(probe.all(TrainVoice.class)).noneMatch(job -> job.voice().equals(locked.name()));
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(probe.await(TrainVoice.class, locked.name()).voice()).isEqualTo(locked.name());
        }
    }
}
