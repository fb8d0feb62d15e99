package org.dengbej.feedback.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sweep deletes what no correction tells of, and never what one may yet tell of. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class RecordingSweepTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] SOUND = {1, 2, 3};

    @Inject
    AgroalDataSource database;

    @Inject
    RecordingFiles files;

    @Inject
    RecordingSweep sweep;

    private SpeakingVoice voice;
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void aVoiceThatSpeaks() {
        voice = SpeakingVoice.of(RecordingSweepTest.class);
    }

    private Path file() {
        return files.folder().file(id);
    }

    private void writtenTwoDaysAgo() throws IOException, SQLException {
        files.write(id, SOUND);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private boolean tell() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO correction (id, submission, sentence, sha256, bytes, seconds) VALUES (?, ?, ?, '', 3, 1)""")) {
            insert.setObject(1, id);
            insert.setObject(2, UUID.randomUUID());
            insert.setObject(3, UUID.fromString(voice.sentence()));
            return insert.executeUpdate() == 1;
        }
    }

    @Test
    void anOldFileThatNoCorrectionTellsOfIsDeleted() throws Exception {
        QuarkusTransaction.requiringNew().call(() -> {
            writtenTwoDaysAgo();
            return true;
        });
        Path partial = files.folder().path().resolve(".partial-" + UUID.randomUUID());
        Files.createFile(partial);
        Files.setLastModifiedTime(partial, Files.getLastModifiedTime(file()));
        sweep.sweep();
        assertThat(file()).doesNotExist();
        assertThat(partial).doesNotExist();
    }

    @Test
    void aYoungFileAndThatOfACorrectionAndOtherFilesAreKept() throws Exception {
        // Given
        UUID young = UUID.randomUUID();
        QuarkusTransaction.requiringNew().call(() -> {
            files.write(young, SOUND);
            writtenTwoDaysAgo();
            return tell();
        });
        Path other = files.folder().path().resolve("read me.txt");
        Files.writeString(other, "of somebody else");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file()));

        // When
        sweep.sweep();

        // Then
        assertThat(files.folder().file(young)).exists();
        assertThat(file()).exists();
        assertThat(other).exists();
    }

    @Test
    void aFileOfATransactionThatHasNotCommittedIsKept() throws Exception {
        // Given a transaction that takes two days
        QuarkusTransaction.begin();
        writtenTwoDaysAgo();

        // When a sweep has come to its file, and then it commits
        CompletableFuture<Void> swept = CompletableFuture.runAsync(sweep::sweep);
        await().atMost(TIMEOUT).until(this::somebodyWaitsForALock);
        tell();
        QuarkusTransaction.commit();
        swept.join();

        // Then
        assertThat(file()).exists();
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.createStatement()) {
            return select.executeQuery("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    .next();
        }
    }
}
