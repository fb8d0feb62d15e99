package org.dengbej.feedback.trigger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.feedback.voice.Version;

/**
 * Fine-tune jobs and the corrections that they train on, in the database. A sentence is looked up by its key for each correction; of a join
 * the planner would read all sentences.
 */
@ApplicationScoped
public class Jobs {

    /**
     * A correction that waits for a job.
     *
     * @param id    its id, by which its recording is found
     * @param text  the sentence that it speaks
     * @param bytes of its recording
     */
    record Correction(UUID id, String text, long bytes) {}

    @Inject
    DataSource database;

    /**
     * The state of a voice, without its score.
     *
     * @param enough corrections that are counted at most, however many wait
     */
    TriggerPolicy.VoiceStatus status(Version champion, int enough) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT (SELECT count(*) FROM (SELECT FROM correction c
                                   WHERE c.voice = ? AND c.job IS NULL AND c.state = 'approved'
                                     AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                                   ORDER BY c.recorded_at LIMIT ?) counted) AS waiting,
                               EXISTS (SELECT 1 FROM fine_tune_job WHERE voice = ? AND state = 'open') AS open,
                               (SELECT max(started_at) FROM fine_tune_job WHERE voice = ?) AS last_start,
                               EXISTS (SELECT 1 FROM fine_tune_job
                                       WHERE voice = ? AND version = ? AND trigger = 'ratings') AS served""")) {
            select.setString(1, champion.voice());
            select.setInt(2, enough);
            select.setString(3, champion.voice());
            select.setString(4, champion.voice());
            select.setString(5, champion.voice());
            select.setInt(6, champion.number());
            ResultSet row = select.executeQuery();
            row.next();
            Timestamp last = row.getTimestamp("last_start");
            return new TriggerPolicy.VoiceStatus(
                    row.getInt("waiting"),
                    row.getBoolean("open"),
                    last == null ? null : last.toInstant(),
                    null,
                    row.getBoolean("served"));
        }
    }

    /** The approved corrections that wait, the oldest first. */
    List<Correction> waiting(String voice, int limit) throws SQLException {
        List<Correction> waiting = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT c.id, (SELECT text FROM sentence WHERE id = c.sentence) AS text, c.bytes FROM correction c
                        WHERE c.voice = ? AND c.job IS NULL AND c.state = 'approved'
                          AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                        ORDER BY c.recorded_at, c.id LIMIT ?""")) {
            select.setString(1, voice);
            select.setInt(2, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                waiting.add(new Correction(
                        rows.getObject("id", UUID.class), rows.getString("text"), rows.getLong("bytes")));
            }
        }
        return waiting;
    }

    void open(String job, Version champion, TriggerPolicy.Trigger trigger, List<Correction> corrections)
            throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO fine_tune_job (id, voice, state, corrections, version, trigger) VALUES (?, ?, 'open', ?, ?, ?)");
                PreparedStatement take =
                        connection.prepareStatement("UPDATE correction SET job = ? WHERE id = ANY (?)")) {
            insert.setString(1, job);
            insert.setString(2, champion.voice());
            insert.setInt(3, corrections.size());
            insert.setInt(4, champion.number());
            insert.setString(5, trigger.label());
            insert.executeUpdate();
            take.setString(1, job);
            take.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", corrections.stream().map(Correction::id).toArray()));
            take.executeUpdate();
        }
    }

    boolean isOpen(String voice, String job) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM fine_tune_job WHERE id = ? AND voice = ? AND state = 'open'")) {
            select.setString(1, job);
            select.setString(2, voice);
            return select.executeQuery().next();
        }
    }

    /** Closes an open job and returns its voice; empty for a job of others, or one that is closed already. */
    Optional<String> close(String job, String state, String detail) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE fine_tune_job SET state = ?, detail = ?, ended_at = now() WHERE id = ? AND state = 'open'
                        RETURNING voice""")) {
            update.setString(1, state);
            update.setString(2, detail);
            update.setString(3, job);
            ResultSet rows = update.executeQuery();
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    /** The newest jobs of a voice. */
    public List<JobApi.JobView> of(String voice, int limit) throws SQLException {
        List<JobApi.JobView> jobs = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT id, state, detail, trigger, version, corrections, started_at, ended_at FROM fine_tune_job WHERE voice = ?
                        ORDER BY started_at DESC LIMIT ?""")) {
            select.setString(1, voice);
            select.setInt(2, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                Timestamp ended = rows.getTimestamp("ended_at");
                jobs.add(new JobApi.JobView(
                        rows.getString("id"),
                        rows.getString("state"),
                        rows.getString("trigger"),
                        rows.getInt("version"),
                        rows.getInt("corrections"),
                        rows.getString("detail"),
                        rows.getTimestamp("started_at").toInstant(),
                        ended == null ? null : ended.toInstant()));
            }
        }
        return jobs;
    }
}
