package org.dengbej.feedback.operators;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.feedback.database.Database;

/** Queries for operators: ratings, corrections, events that wait in the outbox. */
@ApplicationScoped
class FeedbackQueries {

    /** A rating; {@code listener} is null for nobody in particular, {@code comment} is as the listener wrote it: whoever shows it must escape it. */
    public record Rating(
            UUID id,
            String voice,
            String checkpoint,
            String sentence,
            int score,
            List<String> problems,
            String comment,
            UUID listener,
            Instant givenAt) {}

    /**
     * A correction.
     *
     * @param state             pending, approved or rejected
     * @param job               the fine-tune job that trained on it, or null
     * @param checkedAt         when the automatic checks were made; null: not yet
     * @param listener          who recorded it; null for nobody in particular
     * @param held              why no listener is asked about it, or null
     * @param lettersHeard      share of its sentence's letters that the voice's aligner hears in it, 0 to 1; null where that is no judge
     * @param speakerDivergence in nats from the same listener's other recordings; null where there are none
     */
    public record Correction(
            UUID id,
            String voice,
            String sentence,
            UUID rating,
            double seconds,
            String state,
            String job,
            Instant recordedAt,
            Instant checkedAt,
            String held,
            UUID listener,
            Double lettersHeard,
            Double speakerDivergence) {}

    /** An event that is not sent yet. */
    public record Waiting(long id, String type, Instant createdAt) {}

    @Inject
    DataSource database;

    /** The newest ratings before a moment, of one voice or of all (null). */
    List<Rating> ratings(String voice, Instant before, int limit) throws SQLException {
        // Two queries: one with both cases in it would have one plan, which reads every rating in one of them.
        String query = voice == null ? """
                SELECT r.*, s.sha256, s.text, a.listener FROM rating r JOIN sentence s ON s.id = r.sentence
                LEFT JOIN assignment a ON a.token = r.submission
                WHERE r.given_at < ? ORDER BY r.given_at DESC, r.id LIMIT ?""" : """
                SELECT r.*, s.sha256, s.text, a.listener FROM rating r JOIN sentence s ON s.id = r.sentence
                LEFT JOIN assignment a ON a.token = r.submission
                WHERE r.voice = ? AND r.given_at < ? ORDER BY r.given_at DESC, r.id LIMIT ?""";
        return list(
                voice,
                before,
                limit,
                query,
                row -> new Rating(
                        row.getObject("id", UUID.class),
                        row.getString("voice"),
                        row.getString("sha256"),
                        row.getString("text"),
                        row.getInt("score"),
                        List.of((String[]) row.getArray("problems").getArray()),
                        row.getString("comment"),
                        row.getObject("listener", UUID.class),
                        row.getTimestamp("given_at").toInstant()));
    }

    /** The newest corrections before a moment, of one voice or of all (null). */
    List<Correction> corrections(String voice, Instant before, int limit) throws SQLException {
        String query = voice == null ? """
                SELECT c.*, s.text, a.listener FROM correction c JOIN sentence s ON s.id = c.sentence
                LEFT JOIN assignment a ON a.token = c.submission
                WHERE c.recorded_at < ? ORDER BY c.recorded_at DESC, c.id LIMIT ?""" : """
                SELECT c.*, s.text, a.listener FROM correction c JOIN sentence s ON s.id = c.sentence
                LEFT JOIN assignment a ON a.token = c.submission
                WHERE c.voice = ? AND c.recorded_at < ? ORDER BY c.recorded_at DESC, c.id LIMIT ?""";
        return list(
                voice,
                before,
                limit,
                query,
                row -> new Correction(
                        row.getObject("id", UUID.class),
                        row.getString("voice"),
                        row.getString("text"),
                        row.getObject("rating", UUID.class),
                        row.getDouble("seconds"),
                        row.getString("state"),
                        row.getString("job"),
                        row.getTimestamp("recorded_at").toInstant(),
                        Database.moment(row, "checked_at"),
                        row.getString("held"),
                        row.getObject("listener", UUID.class),
                        row.getObject("letters_heard", Double.class),
                        row.getObject("speaker_divergence", Double.class)));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(String voice, Instant before, int limit, String query, Row<T> row) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            int parameter = 1;
            if (voice != null) {
                select.setString(parameter++, voice);
            }
            select.setObject(parameter++, OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
            select.setInt(parameter, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(row.read(rows));
            }
        }
        return found;
    }

    /** The oldest events that wait. */
    List<Waiting> waiting(int limit) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, type, created_at FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT ?")) {
            select.setInt(1, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                waiting.add(new Waiting(
                        rows.getLong("id"),
                        rows.getString("type"),
                        rows.getTimestamp("created_at").toInstant()));
            }
        }
        return waiting;
    }
}
