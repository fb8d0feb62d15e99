package org.dengbej.feedback.trigger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.voice.Version;

/**
 * Fine-tune jobs and the corrections that they train on, in the database. A sentence is looked up by its key for each correction; of a join
 * the planner would read all sentences.
 */
@ApplicationScoped
public class Jobs {

    /**
     * A correction that a job learns from.
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
                        SELECT counted.*, EXISTS (SELECT 1 FROM fine_tune_job WHERE voice = ? AND state = 'open') AS open,
                               (SELECT max(started_at) FROM fine_tune_job WHERE voice = ?) AS last_start,
                               EXISTS (SELECT 1 FROM fine_tune_job
                                       WHERE voice = ? AND version = ? AND trigger = 'ratings') AS served
                        FROM (SELECT count(*) AS waiting, coalesce(sum(seconds), 0) AS seconds
                              FROM (SELECT c.seconds FROM correction c
                                   WHERE c.voice = ? AND c.job IS NULL AND c.state = 'approved'
                                     AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                                   ORDER BY c.recorded_at LIMIT ?) each) counted""")) {
            select.setString(1, champion.voice());
            select.setString(2, champion.voice());
            select.setString(3, champion.voice());
            select.setInt(4, champion.number());
            select.setString(5, champion.voice());
            select.setInt(6, enough);
            ResultSet row = select.executeQuery();
            row.next();
            return new TriggerPolicy.VoiceStatus(
                    new TriggerPolicy.Waiting(row.getInt("waiting"), row.getDouble("seconds")),
                    row.getBoolean("open"),
                    Database.moment(row, "last_start"),
                    null,
                    row.getBoolean("served"));
        }
    }

    /**
     * The approved corrections that a job learns from: those that wait, the oldest first, and with what is left of the limit those that
     * earlier jobs have learned from, the newest first. None is erased until the caller's transaction ends.
     */
    List<Correction> approved(String voice, int limit) throws SQLException {
        List<Correction> approved = new ArrayList<>(corrections("""
                        SELECT c.id, (SELECT text FROM sentence WHERE id = c.sentence) AS text, c.bytes FROM correction c
                        WHERE c.voice = ? AND c.job IS NULL AND c.state = 'approved'
                          AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                        ORDER BY c.recorded_at, c.id LIMIT ? FOR KEY SHARE""", voice, limit));
        approved.addAll(corrections("""
                        SELECT c.id, (SELECT text FROM sentence WHERE id = c.sentence) AS text, c.bytes FROM correction c
                        WHERE c.voice = ? AND c.job IS NOT NULL AND c.state = 'approved'
                          AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                        ORDER BY c.recorded_at DESC, c.id LIMIT ? FOR KEY SHARE""", voice, limit - approved.size()));
        return approved;
    }

    private List<Correction> corrections(String query, String voice, int limit) throws SQLException {
        List<Correction> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, voice);
            select.setInt(2, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(new Correction(
                        rows.getObject("id", UUID.class), rows.getString("text"), rows.getLong("bytes")));
            }
        }
        return found;
    }

    /** True for a voice with approved corrections that a job has learned from. */
    boolean hasLearned(String voice) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT 1 FROM correction c
                        WHERE c.voice = ? AND c.job IS NOT NULL AND c.state = 'approved'
                          AND (SELECT role FROM sentence WHERE id = c.sentence) = 'recording'
                        ORDER BY c.recorded_at DESC, c.id LIMIT 1""")) {
            select.setString(1, voice);
            return select.executeQuery().next();
        }
    }

    /** The names among some that are jobs of this service. */
    Set<String> known(List<String> names) throws SQLException {
        Set<String> known = new HashSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM fine_tune_job WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("text", names.toArray()));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                known.add(rows.getString("id"));
            }
        }
        return known;
    }

    void open(String job, Version champion, TriggerPolicy.Trigger trigger, List<Correction> corrections)
            throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO fine_tune_job (id, voice, state, corrections, version, trigger) VALUES (?, ?, 'open', ?, ?, ?)");
                PreparedStatement take = connection.prepareStatement(
                        "UPDATE correction SET job = ? WHERE id = ANY (?) AND job IS NULL");
                PreparedStatement gather = connection.prepareStatement(
                        "INSERT INTO fine_tune_recording (job, correction) SELECT ?, unnest(?)")) {
            insert.setString(1, job);
            insert.setString(2, champion.voice());
            insert.setInt(3, corrections.size());
            insert.setInt(4, champion.number());
            insert.setString(5, trigger.label());
            insert.executeUpdate();
            Array ids = connection.createArrayOf(
                    "uuid", corrections.stream().map(Correction::id).toArray());
            take.setString(1, job);
            take.setArray(2, ids);
            take.executeUpdate();
            gather.setString(1, job);
            gather.setArray(2, ids);
            gather.executeUpdate();
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
                jobs.add(new JobApi.JobView(
                        rows.getString("id"),
                        rows.getString("state"),
                        rows.getString("trigger"),
                        rows.getInt("version"),
                        rows.getInt("corrections"),
                        rows.getString("detail"),
                        rows.getTimestamp("started_at").toInstant(),
                        Database.moment(rows, "ended_at")));
            }
        }
        return jobs;
    }
}
