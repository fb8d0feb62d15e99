package org.dengbej.feedback.recording;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.feedback.config.FeedbackConfig;

/**
 * The files of recordings. A file is complete and synced before the row commits that tells of it; what a transaction leaves that was
 * rolled back, {@link RecordingSweep} deletes.
 */
@ApplicationScoped
public class RecordingFiles {

    /** Distinguishes the advisory locks of recordings from others: any number, the same in every replica. */
    private static final long LOCKS = 7_304_202;

    @Inject
    DataSource database;

    private final RecordingFolder folder;

    @Inject
    RecordingFiles(FeedbackConfig config) {
        folder = new RecordingFolder(config.dataDir());
    }

    /** Writes a recording, whole or not at all. Until the end of the caller's transaction no sweep deletes it. */
    public URI write(UUID id, byte[] wav) throws SQLException {
        lock(id);
        try {
            return folder.write(id, wav).toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until no other transaction writes or sweeps this recording, and keeps it so until the caller's ends. */
    void lock(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, ?))")) {
            lock.setString(1, id.toString());
            lock.setLong(2, LOCKS);
            lock.execute();
        }
    }

    /** Deletes a recording, if there is one; a transaction must not have committed that tells of it. */
    public void delete(UUID id) {
        try {
            Files.deleteIfExists(folder.file(id));
        } catch (IOException e) {
            Log.warnf("file not deleted: file=%s reason=%s", folder.file(id), e);
        }
    }

    /**
     * Deletes a recording whose erasure has committed, if it is there.
     *
     * @throws IOException when it may be there still
     */
    public void erase(UUID id) throws IOException {
        Files.deleteIfExists(folder.file(id));
    }

    /** True if its file is there with that many bytes. */
    public boolean exists(UUID id, long bytes) throws IOException {
        Path file = folder.file(id);
        return Files.isRegularFile(file) && Files.size(file) == bytes;
    }

    /** A recording that is there. */
    public byte[] read(UUID id) throws IOException {
        return Files.readAllBytes(folder.file(id));
    }

    /** Gives a recording a second name, in the place of a copy where the file system has such. */
    public void link(UUID id, Path name) throws IOException {
        Path file = folder.file(id);
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, name);
        }
    }

    RecordingFolder folder() {
        return folder;
    }
}
