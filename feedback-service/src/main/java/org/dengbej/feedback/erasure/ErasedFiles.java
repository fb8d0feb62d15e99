package org.dengbej.feedback.erasure;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.recording.FineTuneFolders;
import org.dengbej.feedback.recording.RecordingFiles;

/** Deletion of the files of erased recordings: the sound, and its copies in the folders of the jobs that gathered it, open or over. */
@ApplicationScoped
class ErasedFiles {

    private static final int BATCH_RECORDINGS = 1000;

    /** No transaction that starts a job takes this long. */
    private static final Duration MIN_AGE = Duration.ofDays(1);

    private record Erased(UUID recording, List<String> jobs) {}

    @Inject
    Database database;

    @Inject
    RecordingFiles recordings;

    @Inject
    FineTuneFolders folders;

    /** Deletes what is left of erased recordings. What cannot be deleted now, the next sweep deletes. */
    void deleteErased() throws SQLException {
        for (Erased erased : withFiles()) {
            try {
                recordings.erase(erased.recording());
                for (String job : erased.jobs()) {
                    folders.delete(job, erased.recording(), isOver(job));
                }
                database.update("UPDATE erasure SET files_deleted_at = now() WHERE recording = ?", erased.recording());
            } catch (IOException e) {
                Log.warnf("files not deleted, trying again: recording=%s reason=%s", erased.recording(), e);
            }
        }
    }

    private boolean isOver(String job) throws SQLException {
        return !database.exists("SELECT 1 FROM fine_tune_job WHERE id = ? AND state = 'open'", job);
    }

    private List<Erased> withFiles() throws SQLException {
        return database.list(
                ErasedFiles::erased,
                "SELECT recording, jobs FROM erasure WHERE files_deleted_at IS NULL ORDER BY erased_at LIMIT ?",
                BATCH_RECORDINGS);
    }

    private static Erased erased(ResultSet row) throws SQLException {
        return new Erased(row.getObject("recording", UUID.class), List.of((String[])
                row.getArray("jobs").getArray()));
    }

    /** Copies that were made for a job whose transaction was rolled back, or whose process was killed: no erasure knows of them. */
    void deleteCopiesOfNoJob() throws SQLException, IOException {
        for (String job : folders.olderThan(Instant.now().minus(MIN_AGE))) {
            if (!database.exists("SELECT 1 FROM fine_tune_job WHERE id = ?", job) && folders.deleteCopies(job)) {
                Log.infof("recordings of no job deleted: folder=%s", folders.folder(job));
            }
        }
    }
}
