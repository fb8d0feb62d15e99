package org.dengbej.feedback.me;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.feedback.consent.Consents;
import org.dengbej.feedback.database.Database;

/** Queries for what the database has of a listener. */
@ApplicationScoped
class MyDataQueries {

    private record Stay(Instant since, Instant seenAt) {}

    @Inject
    Database database;

    @Inject
    Consents consents;

    MyData of(UUID listener) throws SQLException {
        Optional<Stay> stay = database.first(
                row -> new Stay(Database.moment(row, "created_at"), Database.moment(row, "seen_at")),
                "SELECT created_at, seen_at FROM listener WHERE id = ?",
                listener);
        return new MyData(
                listener,
                stay.map(Stay::since).orElse(null),
                stay.map(Stay::seenAt).orElse(null),
                consents.receipts(listener),
                recordings(listener),
                ratings(listener),
                votes(listener),
                reviews(listener),
                cards(listener));
    }

    /** True for a recording that is the listener's own. */
    boolean isOwn(UUID listener, UUID recording) throws SQLException {
        return database.exists("""
                SELECT 1 FROM correction c JOIN assignment a ON a.token = c.submission
                WHERE c.id = ? AND a.listener = ?""", recording, listener);
    }

    private List<MyData.Recording> recordings(UUID listener) throws SQLException {
        return database.list(MyDataQueries::recording, """
                SELECT c.id, c.voice, s.text, c.seconds, c.recorded_at, c.state, c.reason, c.job, c.consent_version,
                       ARRAY(SELECT v.number FROM fine_tune_recording f JOIN version v ON v.job = f.job
                             WHERE f.correction = c.id AND v.voice = c.voice ORDER BY v.number) AS versions
                FROM assignment a
                JOIN correction c ON c.submission = a.token
                JOIN sentence s ON s.id = c.sentence
                WHERE a.listener = ? AND a.kind = 'recording' ORDER BY c.recorded_at DESC, c.id""", listener);
    }

    private static MyData.Recording recording(ResultSet row) throws SQLException {
        return new MyData.Recording(
                row.getObject("id", UUID.class),
                row.getString("voice"),
                row.getString("text"),
                row.getDouble("seconds"),
                Database.moment(row, "recorded_at"),
                RecordingState.of(row.getString("state"), row.getString("job") != null),
                row.getString("reason"),
                List.of((Integer[]) row.getArray("versions").getArray()),
                row.getObject("consent_version", Integer.class));
    }

    private List<MyData.Rating> ratings(UUID listener) throws SQLException {
        return database.list(
                row -> new MyData.Rating(
                        row.getString("voice"),
                        row.getString("text"),
                        row.getInt("score"),
                        List.of((String[]) row.getArray("problems").getArray()),
                        row.getString("comment"),
                        Database.moment(row, "given_at")),
                """
                SELECT r.voice, s.text, r.score, r.problems, r.comment, r.given_at
                FROM assignment a
                JOIN rating r ON r.submission = a.token
                JOIN sentence s ON s.id = r.sentence
                WHERE a.listener = ? ORDER BY r.given_at DESC, r.id""",
                listener);
    }

    private List<MyData.Vote> votes(UUID listener) throws SQLException {
        return database.list(
                row -> new MyData.Vote(
                        row.getString("voice"),
                        row.getString("text"),
                        row.getString("preference"),
                        Database.moment(row, "given_at")),
                """
                SELECT a.voice, s.text, p.preference, p.given_at
                FROM assignment a
                JOIN pair_vote p ON p.assignment = a.token
                JOIN sentence s ON s.id = a.first
                WHERE a.listener = ? ORDER BY p.given_at DESC, a.token""",
                listener);
    }

    private List<MyData.Review> reviews(UUID listener) throws SQLException {
        return database.list(
                row -> new MyData.Review(
                        row.getString("voice"),
                        row.getString("text"),
                        row.getBoolean("says_text"),
                        row.getBoolean("clear"),
                        Database.moment(row, "given_at")),
                """
                SELECT a.voice, s.text, r.says_text, r.clear, r.given_at
                FROM assignment a
                JOIN review r ON r.assignment = a.token
                JOIN correction c ON c.id = a.correction
                JOIN sentence s ON s.id = c.sentence
                WHERE a.listener = ? ORDER BY r.given_at DESC, a.token""",
                listener);
    }

    private List<MyData.Card> cards(UUID listener) throws SQLException {
        return database.list(
                row -> new MyData.Card(
                        row.getString("kind"),
                        row.getString("voice"),
                        Database.moment(row, "given_at"),
                        Database.moment(row, "first_heard_at"),
                        Database.moment(row, "second_heard_at"),
                        Database.moment(row, "answered_at"),
                        row.getBoolean("skipped"),
                        HexFormat.of().formatHex(row.getBytes("network"))),
                """
                SELECT kind, voice, given_at, first_heard_at, second_heard_at, answered_at, skipped, network
                FROM assignment WHERE listener = ? ORDER BY given_at DESC, token""",
                listener);
    }
}
