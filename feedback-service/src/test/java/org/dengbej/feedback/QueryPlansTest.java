package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.OwnDatabase;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.feedback.sql.RecordedStatement;
import org.dengbej.feedback.sql.RecordingDriver;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is used with a million ratings in its database, and each statement that it ran is asked for its plan and its time. */
@Tag("volume")
@QuarkusTest
@TestProfile(QueryPlansTest.Recorded.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class QueryPlansTest {

    private static final String KEY = Operator.HEADER;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Set<String> GROWING = Set.of(
            "rating",
            "correction",
            "sentence",
            "fine_tune_job",
            "outbox",
            "assignment",
            "listener",
            "erasure",
            "consent",
            "fine_tune_recording");
    /** Each kind of card is among so many. */
    private static final int CARDS = 10;

    private static final double MAX_MS = 20;
    private static final int REPETITIONS = 7;

    /** A service whose statements are recorded. */
    public static final class Recorded implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "kafka.bootstrap.servers", KafkaTestResource.bootstrapServers(),
                    "quarkus.datasource.jdbc.driver", RecordingDriver.class.getName());
        }
    }

    @TestHTTPResource
    URL url;

    @Inject
    AgroalDataSource database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @TempDir
    Path folder;

    private record Plan(String sql, List<String> sequentialScans, double medianMs) {}

    @Test
    void noStatementReadsAGrowingTableFromEndToEndOrTakesTwentyMilliseconds() throws Exception {
        // Given years of use, and of them one voice with most of the ratings
        SpeakingVoice voice = SpeakingVoice.of(QueryPlansTest.class);
        fill(voice.name());
        RecordingDriver.forget(); // what migrations did at the start, on tables that are other ones now

        // When everything is asked and told once
        use(voice);

        // Then
        SoftAssertions plans = new SoftAssertions();
        int asked = 0;
        for (RecordedStatement statement : RecordingDriver.recorded()) {
            if (statement.sql().matches("(?s)\\s*(SELECT|INSERT|UPDATE|DELETE)(?!.*flyway_).*")) {
                Plan plan = plan(statement);
                Log.infof("plan: ms=%.2f sql=%s", plan.medianMs(), plan.sql().replaceAll("\\s+", " "));
                plans.assertThat(plan.sequentialScans())
                        .as("sequential scans of " + plan.sql())
                        .isEmpty();
                plans.assertThat(plan.medianMs()).as("ms of " + plan.sql()).isLessThan(MAX_MS);
                asked++;
            }
        }
        plans.assertAll();
        assertThat(asked)
                .as("statements, those of every page, endpoint and trigger")
                .isGreaterThanOrEqualTo(24);
    }

    /** A million ratings, 100,000 corrections of which half wait, and what belongs to them. */
    private void fill(String voice) throws SQLException {
        // A connection without the service's time limit.
        try (Connection connection = DriverManager.getConnection(databaseUrl, user, password);
                Statement fill = connection.createStatement()) {
            // Indices are made faster afterwards.
            List<String> indices = dropIndices(fill, "rating");
            // Triggers and foreign keys would take longer than all the rest.
            fill.execute("SET session_replication_role = replica");
            fill.execute("INSERT INTO voice (name) SELECT 'other-' || n FROM generate_series(1, 9) n");
            fill.execute("""
                    INSERT INTO version (voice, number, sha256, job, uri, finished, sample_rate, state)
                    SELECT 'other-' || n, 1, 'sha-' || n, 'job', 'file:///m/', true, 16000, 'champion'
                    FROM generate_series(1, 9) n""");
            fill.execute("""
                    INSERT INTO sentence (id, voice, sha256, position, text, audio)
                    SELECT gen_random_uuid(), CASE WHEN n %% 2 = 0 THEN '%s' ELSE 'other-' || n %% 9 + 1 END,
                           'sha-' || n / 20, n, 'roj baş', '' FROM generate_series(1, 10000) n""".formatted(voice));
            fill.execute("CREATE TEMPORARY TABLE spoken AS SELECT row_number() OVER () AS n, id, voice FROM sentence");
            fill.execute("""
                    INSERT INTO rating (id, submission, sentence, voice, score, problems, given_at)
                    SELECT lpad(to_hex(i), 32, '0')::uuid, lpad(to_hex(i), 32, '0')::uuid, spoken.id, spoken.voice,
                           1 + i % 5, '{}', now() - i * interval '30 seconds'
                    FROM generate_series(1, 1000000) i JOIN spoken ON spoken.n = 1 + i % 10000""");
            fill.execute("INSERT INTO listener (id) SELECT gen_random_uuid() FROM generate_series(1, 20000)");
            fill.execute("""
                    INSERT INTO assignment (token, listener, voice, kind, position, first, network, answered_at, heard)
                    SELECT rating.submission, people.id, rating.voice, 'rating', rating.n, rating.sentence, 'n', now(), true
                    FROM (SELECT row_number() OVER () AS n, * FROM rating LIMIT 100000) rating
                    JOIN (SELECT row_number() OVER () AS n, id FROM listener) people ON people.n = 1 + rating.n % 20000""");
            fill.execute("""
                    INSERT INTO fine_tune_job (id, voice, state, started_at)
                    SELECT 'job-' || n, 'other-' || n % 9 + 1, 'completed', now() - n * interval '1 hour'
                    FROM generate_series(1, 5000) n""");
            // Their corrections wait for it.
            fill.execute("""
                    INSERT INTO fine_tune_job (id, voice, state)
                    SELECT 'open-' || n, 'other-' || n, 'open' FROM generate_series(1, 9) n""");
            fill.execute("""
                    INSERT INTO correction (id, submission, sentence, voice, sha256, bytes, seconds, job, recorded_at, state)
                    SELECT gen_random_uuid(), gen_random_uuid(), spoken.id, spoken.voice, 'sha', 44, 1,
                           CASE WHEN spoken.voice NOT LIKE 'other-%' THEN 'job-' || i % 5000 + 1 END,
                           now() - i * interval '300 seconds',
                           CASE WHEN i % 2 = 0 THEN 'approved' ELSE 'pending' END
                    FROM generate_series(1, 100000) i JOIN spoken ON spoken.n = 1 + i % 10000""");
            fill.execute("""
                    INSERT INTO outbox (type, body, created_at, sent_at)
                    SELECT 'org.dengbej.RatingGiven.v1', '', moment, moment
                    FROM (SELECT now() - i * interval '2 seconds' AS moment FROM generate_series(1, 200000) i) sent""");
            fill.execute("SET session_replication_role = origin");
            fill.execute("DROP TABLE spoken");
            for (String index : indices) {
                fill.execute(index);
            }
            fill.execute("VACUUM ANALYZE");
        }
    }

    /** Drops the indices of a table that are no constraints, and returns the statements that make them again. */
    private static List<String> dropIndices(Statement statement, String table) throws SQLException {
        Map<String, String> definitions = new HashMap<>();
        ResultSet rows = statement.executeQuery("""
                SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '%s' AND indexname NOT IN
                    (SELECT conname FROM pg_constraint)""".formatted(table));
        while (rows.next()) {
            definitions.put(rows.getString("indexname"), rows.getString("indexdef"));
        }
        for (String index : definitions.keySet()) {
            statement.execute("DROP INDEX " + index);
        }
        return List.copyOf(definitions.values());
    }

    private void use(SpeakingVoice voice) throws IOException {
        try (RawClient client = new RawClient(url.getPort());
                TopicProbe probe =
                        new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK, Topics.TRAINING_JOBS)) {
            // Programs
            UUID submission = UUID.randomUUID();
            byte[] rating = voice.rating(submission, 2).getBytes(UTF_8);
            String json = "Content-Type: application/json\r\n";
            Answer rated = client.send("POST", "/api/ratings", json, rating);
            assertThat(rated.status()).isEqualTo(201);
            assertThat(client.send("POST", "/api/ratings", json, rating).status())
                    .isEqualTo(201);
            byte[] correction = voice.form(submission)
                    .field("rating", new JsonObject(rated.text()).getString("id"))
                    .file("recording", "r", recording(1))
                    .bytes();
            for (int i = 0; i < 2; i++) {
                assertThat(client.send("POST", "/api/corrections", Multipart.HEADER, correction)
                                .status())
                        .isEqualTo(201);
            }

            // Listeners
            assertThat(client.get("/", "").status()).isEqualTo(303);
            Card card = Card.first(client, voice.name());
            assertThat(client.get(card.path(), card.header()).status()).isEqualTo(200);
            card.hear(client);
            card.answer(client, Map.of("score", 3));
            for (int i = 0; i < CARDS; i++) {
                card = card.next(client).orElseThrow(); // recordings to be reviewed do not run out
                card.answer(client, Map.of("skip", true));
            }
            card.agree(client, 0);
            assertThat(client.get("/me", card.header()).status()).isEqualTo(200);
            assertThat(client.send("DELETE", "/api/me", card.header(), null).status())
                    .isEqualTo(204);
            get(client, "/api/voices/%s/consent".formatted(voice.name()));
            get(client, "/api/voices");
            get(client, "/api/voices/%s/sentences".formatted(voice.name()));
            get(client, "/api/voices/%s/sentences/%s/audio".formatted(voice.name(), voice.sentence()));
            get(client, "/api/voices/%s/jobs".formatted(voice.name()));
            get(client, "/api/voices/other-2/jobs");

            // Operators; the voice with few ratings must not be looked for among all of them
            for (String what : List.of("ratings", "corrections")) {
                get(client, "/api/operators/%s?limit=1000".formatted(what));
                get(client, "/api/operators/%s?limit=1000&voice=%s".formatted(what, voice.name()));
                get(client, "/api/operators/%s?limit=1000&voice=other-1".formatted(what));
            }
            get(client, "/api/operators/outbox?limit=1000");
            get(client, "/api/operators/voices/%s/versions".formatted(voice.name()));

            // The studio; exports read all there is
            Builder builder = Builder.signIn(client);
            assertThat(builder.get("/studio").status()).isEqualTo(200);
            assertThat(builder.get("/studio/audit").status()).isEqualTo(200);
            assertThat(builder.get("/studio/webhooks").status()).isEqualTo(200);
            for (String page : List.of("", "/versions/1", "/review", "/jobs", "/sentences", "/listeners")) {
                assertThat(builder.get("/studio/voices/" + voice.name() + page).status())
                        .as(page)
                        .isEqualTo(200);
            }

            // A trigger, and a checkpoint
            for (int i = 0; i < 3; i++) {
                byte[] another = voice.recordingForm(UUID.randomUUID())
                        .file("recording", "r", recording(1))
                        .bytes();
                Answer sent = client.send("POST", "/api/corrections", Multipart.HEADER, another);
                String id = new JsonObject(sent.text()).getString("id");
                assertThat(client.send("POST", "/api/operators/corrections/%s/approve".formatted(id), KEY, new byte[0])
                                .status())
                        .isEqualTo(204);
            }
            TrainVoice job = probe.await(TrainVoice.class, voice.name());
            probe.send(CloudEvents.toRecord(
                    new JobCompleted(job.job(), voice.name(), 1, 1, 0, List.of(), URI.create("file:///m"), 1, null),
                    "/test"));
            await().atMost(TIMEOUT).until(() -> ran("UPDATE fine_tune_job"));
            TestVoice.publish(voice.name(), 2, folder, probe);
            await().atMost(TIMEOUT).until(() -> ran("UPDATE version SET state"));
            await().atMost(TIMEOUT).until(() -> ran("UPDATE outbox SET sent_at"));
        }
    }

    private static boolean ran(String words) {
        return RecordingDriver.recorded().stream()
                .anyMatch(statement -> statement.sql().contains(words));
    }

    private static void get(RawClient client, String path) throws IOException {
        assertThat(client.get(path, KEY).status()).as(path).isEqualTo(200);
    }

    private Plan plan(RecordedStatement statement) throws SQLException {
        List<String> sequentialScans = new ArrayList<>();
        double[] ms = new double[REPETITIONS];
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < REPETITIONS; i++) {
                try (PreparedStatement explain = statement.prepare(connection, explain(statement))) {
                    ResultSet row = explain.executeQuery();
                    row.next();
                    JsonObject found = new JsonArray(row.getString(1)).getJsonObject(0);
                    ms[i] = found.getDouble("Planning Time") + found.getDouble("Execution Time", 0.0);
                    if (i == 0) {
                        collectSequentialScans(found.getJsonObject("Plan"), sequentialScans);
                    }
                } finally {
                    connection.rollback();
                }
            }
            connection.setAutoCommit(true);
        }
        Arrays.sort(ms);
        return new Plan(statement.sql(), sequentialScans, ms[REPETITIONS / 2]);
    }

    /** An insert is planned alone: run again, it would meet its own key. */
    private static String explain(RecordedStatement statement) {
        boolean insert = statement.sql().stripLeading().startsWith("INSERT");
        return insert ? "EXPLAIN (SUMMARY, FORMAT JSON) " : "EXPLAIN (ANALYZE, FORMAT JSON) ";
    }

    private static void collectSequentialScans(JsonObject node, List<String> found) {
        if (node.getString("Node Type").equals("Seq Scan") && GROWING.contains(node.getString("Relation Name"))) {
            found.add(node.getString("Relation Name"));
        }
        JsonArray children = node.getJsonArray("Plans", new JsonArray());
        for (int i = 0; i < children.size(); i++) {
            collectSequentialScans(children.getJsonObject(i), found);
        }
    }
}
