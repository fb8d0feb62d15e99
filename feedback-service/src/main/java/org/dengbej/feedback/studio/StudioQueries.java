package org.dengbej.feedback.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.feedback.database.Database;

/** Queries of the studio's pages. */
@ApplicationScoped
class StudioQueries {

    /**
     * A recording to be reviewed.
     *
     * @param yes listeners who say that it is its sentence, and clear
     * @param no  listeners who say otherwise
     * @param held why no listener is asked about it; null where they are
     */
    public record Recording(UUID id, String text, double seconds, Instant recordedAt, int yes, int no, String held) {}

    @Inject
    Database database;

    Waiting waiting(String voice) throws SQLException {
        return database.first(
                        row -> new Waiting(row.getLong("pending"), row.getLong("approved"), row.getString("job")),
                        """
                        SELECT (SELECT count(*) FROM (SELECT FROM correction WHERE voice = ? AND state = 'pending'
                                   ORDER BY recorded_at LIMIT ?) p) AS pending,
                               (SELECT count(*) FROM (SELECT FROM correction
                                   WHERE voice = ? AND job IS NULL AND state = 'approved'
                                   ORDER BY recorded_at, id LIMIT ?) a) AS approved,
                               (SELECT id FROM fine_tune_job WHERE voice = ? AND state = 'open') AS job""",
                        voice,
                        Waiting.MAX,
                        voice,
                        Waiting.MAX,
                        voice)
                .orElseThrow();
    }

    /** The oldest recording of a voice that is to be reviewed, after another one (null: of all). */
    Optional<Recording> pending(String voice, UUID after) throws SQLException {
        return database.first(
                row -> new Recording(
                        row.getObject("id", UUID.class),
                        row.getString("text"),
                        row.getDouble("seconds"),
                        row.getTimestamp("recorded_at").toInstant(),
                        row.getInt("yes"),
                        row.getInt("no"),
                        row.getString("held")),
                """
                SELECT c.id, (SELECT text FROM sentence WHERE id = c.sentence) AS text, c.seconds, c.recorded_at, c.held,
                       (SELECT count(*) FROM review r JOIN assignment a ON a.token = r.assignment
                        WHERE a.correction = c.id AND r.says_text AND r.clear) AS yes,
                       (SELECT count(*) FROM review r JOIN assignment a ON a.token = r.assignment
                        WHERE a.correction = c.id AND NOT (r.says_text AND r.clear)) AS no
                FROM correction c
                WHERE c.voice = ? AND c.state = 'pending'
                  AND (c.recorded_at, c.id) > (
                      coalesce((SELECT recorded_at FROM correction WHERE id = ?::uuid), '-infinity'),
                      coalesce(?::uuid, '00000000-0000-0000-0000-000000000000'))
                ORDER BY c.recorded_at, c.id LIMIT 1""",
                voice,
                after,
                after);
    }

    /** True for a recording of a voice. */
    boolean isOf(String voice, UUID correction) throws SQLException {
        return database.exists("SELECT 1 FROM correction WHERE id = ? AND voice = ?", correction, voice);
    }
}
