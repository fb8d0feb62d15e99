package org.dengbej.feedback.erasure;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.metrics.ErasureCause;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/**
 * Erasure: rows go in one transaction, which leaves the number of each recording in {@code erasure}; its files are deleted after the
 * commit, by {@link ErasedFiles}. So nobody finds a row without its file, and no file survives a process that dies in between.
 */
@ApplicationScoped
public class Erasures {

    private static final String OF_LISTENER = """
            SELECT c.id FROM assignment a JOIN correction c ON c.submission = a.token
            WHERE a.listener = ? AND a.kind = 'recording'""";

    @Inject
    Database database;

    @Inject
    ErasedFiles files;

    @Inject
    FeedbackMetrics metrics;

    /**
     * Erases one of a listener's recordings.
     *
     * @throws InvalidInputException (404) when the listener has no such recording
     */
    public void eraseRecording(UUID listener, UUID recording) throws SQLException {
        boolean erased = QuarkusTransaction.requiringNew().call(() -> {
            boolean own = database.exists(OF_LISTENER + " AND c.id = ? FOR UPDATE OF c", listener, recording);
            if (own) {
                eraseRow(recording);
            }
            return own;
        });
        if (!erased) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
        metrics.recordingsErased(ErasureCause.LISTENER, 1);
        files.deleteErased();
    }

    /** Erases a listener: recordings, ratings, votes, reviews, cards and consents. One that is not there is erased already. */
    public void eraseListener(UUID listener) throws SQLException {
        int recordings = QuarkusTransaction.requiringNew().call(() -> eraseListenerRows(listener));
        metrics.recordingsErased(ErasureCause.LISTENER, recordings);
        metrics.listenersErased(ErasureCause.LISTENER, 1);
        files.deleteErased();
    }

    /** True for a recording that was erased. */
    public boolean isErased(UUID recording) throws SQLException {
        return database.exists("SELECT 1 FROM erasure WHERE recording = ?", recording);
    }

    /** Erases what an operator has entered in {@code erasure}, as after a backup was restored: recordings that are there again. */
    void repeat() throws SQLException {
        List<UUID> there = database.ids("""
                SELECT recording FROM erasure e
                WHERE files_deleted_at IS NULL AND EXISTS (SELECT 1 FROM correction WHERE id = e.recording)
                ORDER BY erased_at LIMIT 1000""");
        for (UUID recording : there) {
            QuarkusTransaction.requiringNew().call(() -> {
                boolean found = database.exists("SELECT 1 FROM correction WHERE id = ? FOR UPDATE", recording);
                if (found) {
                    eraseRow(recording);
                }
                return found;
            });
        }
    }

    /** Erases rejected recordings that were decided longer ago, in the caller's transaction; returns their number. */
    int eraseRejected(Duration longerAgo, int limit) throws SQLException {
        return eraseRows("""
                SELECT id FROM correction
                WHERE state = 'rejected' AND decided_at < now() - make_interval(secs => ?)
                ORDER BY decided_at LIMIT ? FOR UPDATE SKIP LOCKED""", longerAgo, limit);
    }

    /** Erases recordings that were made longer ago, in the caller's transaction; returns their number. */
    int eraseRecorded(Duration longerAgo, int limit) throws SQLException {
        return eraseRows("""
                SELECT id FROM correction WHERE recorded_at < now() - make_interval(secs => ?)
                ORDER BY recorded_at LIMIT ? FOR UPDATE SKIP LOCKED""", longerAgo, limit);
    }

    private int eraseRows(String expired, Duration longerAgo, int limit) throws SQLException {
        List<UUID> recordings = database.ids(expired, seconds(longerAgo), limit);
        for (UUID recording : recordings) {
            eraseRow(recording);
        }
        return recordings.size();
    }

    /** The listeners who have not been here since longer ago. */
    List<UUID> absent(Duration longerAgo, int limit) throws SQLException {
        return database.ids(
                "SELECT id FROM listener WHERE seen_at < now() - make_interval(secs => ?) ORDER BY seen_at LIMIT ?",
                seconds(longerAgo),
                limit);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** Erases a listener who has still not been here, in the caller's transaction; returns the number of recordings, -1 for one who has. */
    int eraseAbsent(UUID listener, Duration longerAgo) throws SQLException {
        boolean absent = database.exists(
                "SELECT 1 FROM listener WHERE id = ? AND seen_at < now() - make_interval(secs => ?) FOR UPDATE",
                listener,
                seconds(longerAgo));
        return absent ? eraseListenerRows(listener) : -1;
    }

    /** All rows of a listener, in the caller's transaction; returns the number of recordings. */
    int eraseListenerRows(UUID listener) throws SQLException {
        // Nothing that refers to the listener is inserted any more until the transaction ends, and then that fails.
        database.exists("SELECT 1 FROM listener WHERE id = ? FOR UPDATE", listener);
        List<UUID> recordings = database.ids(OF_LISTENER + " FOR UPDATE OF c", listener);
        for (UUID recording : recordings) {
            eraseRow(recording);
        }
        database.update("""
                UPDATE correction SET rating = NULL WHERE rating IN
                    (SELECT r.id FROM assignment a JOIN rating r ON r.submission = a.token WHERE a.listener = ?)""", listener);
        database.update("""
                UPDATE sentence s SET ratings = s.ratings - gone.ratings
                FROM (SELECT r.sentence, count(*) AS ratings FROM assignment a JOIN rating r ON r.submission = a.token
                      WHERE a.listener = ? GROUP BY r.sentence) gone
                WHERE s.id = gone.sentence""", listener);
        database.update(
                "DELETE FROM rating r USING assignment a WHERE a.listener = ? AND r.submission = a.token", listener);
        // and with it cards, votes, reviews and consents
        database.update("DELETE FROM listener WHERE id = ?", listener);
        Log.infof("listener erased: recordings=%d", recordings.size());
        return recordings.size();
    }

    /** A recording's row, which the caller's transaction has locked: no job gathers it meanwhile, and what one has gathered is known. */
    private void eraseRow(UUID recording) throws SQLException {
        database.update("""
                INSERT INTO erasure (recording, jobs)
                SELECT ?, ARRAY(SELECT job FROM fine_tune_recording WHERE correction = ?)
                ON CONFLICT (recording) DO UPDATE SET jobs = EXCLUDED.jobs""", recording, recording);
        // other listeners' cards that ask for its review
        database.update("DELETE FROM assignment WHERE correction = ?", recording);
        database.update("DELETE FROM correction WHERE id = ?", recording);
        Log.infof("recording erased: id=%s", recording);
    }
}
