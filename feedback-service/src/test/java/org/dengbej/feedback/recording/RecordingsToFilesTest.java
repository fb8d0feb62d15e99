package org.dengbej.feedback.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.dengbej.feedback.client.OwnDatabase;
import org.dengbej.files.Checksums;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as it was when recordings were in their rows is migrated to what it is now. */
class RecordingsToFilesTest {

    /** More than are moved at a time. */
    private static final int RECORDINGS = 50;

    private static final String USER = "postgres";
    private static final UUID SENTENCE = UUID.randomUUID();
    private static final UUID RATING = UUID.randomUUID();

    @TempDir
    Path dataDir;

    private final Map<UUID, byte[]> recordings = new LinkedHashMap<>();
    private String url;
    private Connection connection;

    @BeforeEach
    void aDatabaseOfVersionTwo() throws SQLException {
        url = OwnDatabase.create();
        connection = DriverManager.getConnection(url, USER, USER);
        migrate("2");
        run(
                "INSERT INTO voice (name, job, uri, sha256, finished, sample_rate) VALUES ('v', 'j', 'u', 's', true, 16000)");
        run("INSERT INTO sentence (id, voice, sha256, position, text, audio) VALUES ('%s', 'v', 's', 0, 't', '')"
                .formatted(SENTENCE));
        run(
                "INSERT INTO rating (id, submission, sentence, score, problems, comment) VALUES ('%s', '%s', '%s', 2, '{}', 'c')"
                        .formatted(RATING, UUID.randomUUID(), SENTENCE));
        run("INSERT INTO fine_tune_job (id, voice, state) VALUES ('job', 'v', 'open')");
        Random random = new Random(1);
        for (int i = 0; i < RECORDINGS; i++) {
            byte[] sound = new byte[random.nextInt(100_000)];
            random.nextBytes(sound);
            recordings.put(UUID.randomUUID(), sound);
        }
        for (Map.Entry<UUID, byte[]> recording : recordings.entrySet()) {
            insert(recording.getKey(), recording.getValue());
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(url, USER, USER)
                .locations("classpath:db/migration")
                .javaMigrations(new RecordingsToFiles(dataDir))
                .target(target)
                .load()
                .migrate();
    }

    /** A job learned from the first one. */
    private void insert(UUID id, byte[] sound) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO correction (id, submission, sentence, rating, audio, seconds, job)
                VALUES (?, ?, ?, ?, ?, 1.5, ?)""")) {
            insert.setObject(1, id);
            insert.setObject(2, UUID.randomUUID());
            insert.setObject(3, SENTENCE);
            insert.setObject(4, RATING);
            insert.setBytes(5, sound);
            insert.setString(6, recordings.keySet().iterator().next().equals(id) ? "job" : null);
            insert.executeUpdate();
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var select = connection.createStatement()) {
            ResultSet rows = select.executeQuery(query);
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Test
    void everyRecordingBecomesAFileOfTheSameBytesAndNothingElseIsLost() throws SQLException, IOException {
        // Given a file that was written before, and one that was only begun
        List<UUID> ids = List.copyOf(recordings.keySet());
        RecordingFolder folder = new RecordingFolder(dataDir);
        folder.write(ids.get(1), recordings.get(ids.get(1)));
        folder.write(ids.get(2), new byte[3]);

        // When
        migrate("latest");

        // Then
        for (Map.Entry<UUID, byte[]> recording : recordings.entrySet()) {
            Path file = folder.file(recording.getKey());
            assertThat(file).hasBinaryContent(recording.getValue());
            String row = " FROM correction WHERE id = '%s'".formatted(recording.getKey());
            assertThat(column("SELECT sha256" + row)).containsExactly(Checksums.sha256(file));
            assertThat(column("SELECT bytes" + row)).containsExactly(Long.toString(Files.size(file)));
        }
        assertThat(column("SELECT voice FROM correction WHERE sentence = '%s' AND rating = '%s' AND seconds = 1.5"
                        .formatted(SENTENCE, RATING)))
                .hasSize(RECORDINGS)
                .containsOnly("v");
        assertThat(column("SELECT id FROM correction WHERE job = 'job'"))
                .containsExactly(ids.get(0).toString());
        assertThat(column("SELECT corrections FROM fine_tune_job")).containsExactly("1");
        assertThat(column("SELECT voice || score || comment FROM rating")).containsExactly("v2c");
    }
}
