package org.dengbej.feedback.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dengbej.events.EventJson;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.OwnDatabase;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The outbox under a backlog, and what becomes of what was sent. */
@QuarkusTest
@TestProfile(OutboxTest.OwnOutbox.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class OutboxTest {

    private static final int BACKLOG = 100_000;
    private static final Duration MAX_DRAINING = Duration.ofSeconds(50);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int ROUNDS = 10;

    /** A service whose outbox nobody else fills. */
    public static final class OwnOutbox implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", KafkaTestResource.bootstrapServers());
        }
    }

    @Inject
    AgroalDataSource database;

    @Inject
    Outbox outbox;

    @Inject
    OutboxRetention retention;

    @Inject
    Scheduler scheduler;

    private String voice;

    @BeforeEach
    void nothingWaits() {
        voice = "outbox-" + UUID.randomUUID();
        await().atMost(TIMEOUT).until(() -> count("sent_at IS NULL") == 0);
    }

    private RatingGiven rating(String id) {
        return new RatingGiven(id, voice, "sha", "roj baş", 3, List.of(), Instant.now());
    }

    @Test
    @Tag("volume")
    void aHundredThousandWaitingEventsAreGoneInFiftySecondsAndInOrder() throws SQLException {
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            // Given
            addBacklog();

            // When
            long begin = System.nanoTime();
            await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> !waits());
            Duration draining = Duration.ofNanos(System.nanoTime() - begin);

            // Then
            Log.infof("outbox drained: events=%d seconds=%.1f", BACKLOG, draining.toMillis() / 1000.0);
            assertThat(draining).isLessThan(MAX_DRAINING);
            Map<String, Integer> next = new HashMap<>();
            for (RatingGiven event : probe.all(RatingGiven.class)) {
                if (event.voice().startsWith(voice)) {
                    int number = Integer.parseInt(event.rating());
                    assertThat(number).isEqualTo(next.getOrDefault(event.voice(), number % 4));
                    next.put(event.voice(), number + 4);
                }
            }
            assertThat(next.values())
                    .as("the number after the last of each voice")
                    .allMatch(last -> last >= BACKLOG);
        }
    }

    /** Events of four voices, numbered in their order, in one transaction. */
    private void addBacklog() throws SQLException {
        String event = new String(EventJson.write(rating("NUMBER")), UTF_8).replace(voice, "VOICE");
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO outbox (type, body)
                        SELECT ?, convert_to(replace(replace(?, 'NUMBER', n::text), 'VOICE', ? || '-' || n % 4), 'UTF8')
                        FROM generate_series(0, ? - 1) n ORDER BY n""")) {
            insert.setString(1, rating("0").type().type());
            insert.setString(2, event);
            insert.setString(3, voice);
            insert.setInt(4, BACKLOG);
            insert.executeUpdate();
        }
    }

    @Test
    void anEventIsSentWhenItsTransactionCommitsAndNotWhenItIsRolledBack() {
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            // Given one that is rolled back
            QuarkusTransaction.begin();
            add(rating("rolled-back"));
            QuarkusTransaction.rollback();

            // When some follow, and nothing but their commits asks for them to be sent
            scheduler.pause();
            for (int i = 0; i < ROUNDS; i++) {
                String id = "committed-" + i;
                QuarkusTransaction.requiringNew().run(() -> add(rating(id)));
                probe.await(
                        RatingGiven.class,
                        event -> event.voice().equals(voice) && event.rating().equals(id));
            }

            // Then each was sent, once
            assertThat(probe.all(RatingGiven.class))
                    .filteredOn(event -> event.voice().equals(voice))
                    .hasSize(ROUNDS);
        } finally {
            scheduler.resume();
        }
    }

    private void add(RatingGiven event) {
        try {
            outbox.add(event);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sentEventsAreDeletedAfterTheirRetentionAndOthersAreKept() throws SQLException {
        // Given more than are deleted at a time
        run("INSERT INTO outbox (type, body, sent_at) SELECT 'old', '', now() - interval '7 days 1 second' "
                + "FROM generate_series(1, 12345)");
        run("INSERT INTO outbox (type, body, sent_at) SELECT 'young', '', now() - interval '6 days 23 hours' "
                + "FROM generate_series(1, 10)");

        // When
        retention.deleteExpired();

        // Then
        assertThat(count("type = 'old'")).isZero();
        assertThat(count("type = 'young'")).isEqualTo(10);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean waits() throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.createStatement()) {
            return select.executeQuery("SELECT 1 FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT 1")
                    .next();
        }
    }

    private int count(String condition) throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.createStatement()) {
            ResultSet row = select.executeQuery("SELECT count(*) FROM outbox WHERE " + condition);
            row.next();
            return row.getInt(1);
        }
    }
}
