package org.dengbej.feedback.recording;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Deletion of files that belong to no correction, since their transaction was rolled back or their process killed. */
@ApplicationScoped
class RecordingSweep {

    /** No transaction and no writing takes this long. */
    private static final Duration MIN_AGE = Duration.ofDays(1);

    private static final int BATCH_FILES = 1000;

    @Inject
    DataSource database;

    @Inject
    RecordingFiles files;

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        Path folder = files.folder().path();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            Set<UUID> recordings = new HashSet<>();
            for (Path file : found) {
                if (isOld(file)) {
                    RecordingFolder.id(file).ifPresentOrElse(recordings::add, () -> deletePartial(file));
                }
                if (recordings.size() == BATCH_FILES) {
                    sweep(recordings);
                    recordings.clear();
                }
            }
            sweep(recordings);
        } catch (IOException | SQLException | RuntimeException e) {
            Log.warnf("recordings not swept, trying again: folder=%s reason=%s", folder, e.getMessage());
        }
    }

    private static boolean isOld(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(MIN_AGE));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void deletePartial(Path file) {
        try {
            if (RecordingFolder.isPartial(file)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Log.warnf("file not deleted: file=%s reason=%s", file, e);
        }
    }

    private void sweep(Set<UUID> recordings) throws SQLException {
        Set<UUID> unknown = new HashSet<>(recordings);
        unknown.removeAll(known(recordings));
        for (UUID id : unknown) {
            QuarkusTransaction.requiringNew().call(() -> deleteUnlessKnown(id));
        }
    }

    /** Under the recording's lock, so that one that is sent again in this moment is seen with its row, or as a new file. */
    private boolean deleteUnlessKnown(UUID id) throws SQLException, IOException {
        files.lock(id);
        boolean unknown = known(Set.of(id)).isEmpty() && isOld(files.folder().file(id));
        if (unknown) {
            files.delete(id);
            Log.infof("recording without a correction deleted: id=%s", id);
        }
        return unknown;
    }

    private Set<UUID> known(Set<UUID> recordings) throws SQLException {
        Set<UUID> known = new HashSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM correction WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", recordings.toArray()));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                known.add(rows.getObject("id", UUID.class));
            }
        }
        return known;
    }
}
