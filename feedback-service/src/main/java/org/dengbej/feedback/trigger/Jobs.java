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

/** Fine-tune jobs and the corrections that they train on, in the database. */
@ApplicationScoped
class Jobs {

    /** A correction that waits for a job. */
    record Correction(UUID id, String text, byte[] wav) {}

    @Inject
    DataSource database;

    /** {@code upperScore}: of the champion's mean opinion score, or null. */
    TriggerPolicy.VoiceStatus status(Version champion, Double upperScore) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT (SELECT count(*) FROM correction c JOIN sentence s ON s.id = c.sentence
                                WHERE s.voice = v.name AND s.role = 'recording' AND c.job IS NULL AND c.state = 'approved') AS waiting,
                               EXISTS (SELECT 1 FROM fine_tune_job WHERE voice = v.name AND state = 'open') AS open,
                               (SELECT max(started_at) FROM fine_tune_job WHERE voice = v.name) AS last_start,
                               EXISTS (SELECT 1 FROM fine_tune_job
                                       WHERE voice = v.name AND version = ? AND trigger = 'ratings') AS served
                        FROM voice v WHERE v.name = ?""")) {
            select.setInt(1, champion.number());
            select.setString(2, champion.voice());
            ResultSet row = select.executeQuery();
            row.next();
            Timestamp last = row.getTimestamp("last_start");
            return new TriggerPolicy.VoiceStatus(
                    row.getInt("waiting"),
                    row.getBoolean("open"),
                    last == null ? null : last.toInstant(),
                    upperScore,
                    row.getBoolean("served"));
        }
    }

    List<Correction> waiting(String voice) throws SQLException {
        List<Correction> waiting = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT c.id, s.text, c.audio FROM correction c JOIN sentence s ON s.id = c.sentence
                        WHERE s.voice = ? AND s.role = 'recording' AND c.job IS NULL AND c.state = 'approved'
                        ORDER BY c.recorded_at""")) {
            select.setString(1, voice);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                waiting.add(new Correction(
                        rows.getObject("id", UUID.class), rows.getString("text"), rows.getBytes("audio")));
            }
        }
        return waiting;
    }

    void open(String job, Version champion, TriggerPolicy.Trigger trigger, List<Correction> corrections) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO fine_tune_job (id, voice, state, version, trigger) VALUES (?, ?, 'open', ?, ?)");
                PreparedStatement take =
                        connection.prepareStatement("UPDATE correction SET job = ? WHERE id = ANY (?)")) {
            insert.setString(1, job);
            insert.setString(2, champion.voice());
            insert.setInt(3, champion.number());
            insert.setString(4, trigger.label());
            insert.executeUpdate();
            take.setString(1, job);
            take.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", corrections.stream().map(Correction::id).toArray()));
            take.executeUpdate();
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

    List<JobApi.JobView> of(String voice) throws SQLException {
        List<JobApi.JobView> jobs = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT j.id, j.state, j.detail, j.trigger, j.version, (SELECT count(*) FROM correction c WHERE c.job = j.id) AS corrections
                        FROM fine_tune_job j WHERE voice = ? ORDER BY started_at DESC""")) {
            select.setString(1, voice);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                jobs.add(new JobApi.JobView(
                        rows.getString("id"),
                        rows.getString("state"),
                        rows.getString("trigger"),
                        rows.getInt("version"),
                        rows.getInt("corrections"),
                        rows.getString("detail")));
            }
        }
        return jobs;
    }
}
