package org.dengbej.feedback.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Versions;

/** Policies of voices in the database, and the history that they can be tried on. */
@ApplicationScoped
public class Policies {

    /** The newest approved recordings that a policy is tried on. */
    private static final int MAX_RECORDINGS = 20_000;

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    ObjectMapper json;

    @Inject
    Versions versions;

    @Inject
    OpinionScores opinions;

    /** The settings of a voice that is there. */
    public PolicySettings settings(String voice) throws SQLException {
        String stored = database.first(
                        row -> row.getString(1),
                        "SELECT policy FROM voice WHERE name = ? AND policy IS NOT NULL",
                        voice)
                .orElse(null);
        try {
            return stored == null ? PolicySettings.CONFIGURED : json.readValue(stored, PolicySettings.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("voice.policy of the database must be a policy: " + stored, e);
        }
    }

    public void store(String voice, PolicySettings settings) throws SQLException {
        try {
            database.update(
                    "UPDATE voice SET policy = ?::jsonb WHERE name = ?",
                    json.writeValueAsString(settings.checked()),
                    voice);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The policy of a voice. */
    public TriggerPolicy of(String voice) throws SQLException {
        return settings(voice).policy(config.trigger());
    }

    /** The jobs that settings would have started. */
    public List<PolicyHistory.Start> tried(String voice, PolicySettings settings) throws SQLException {
        return history(voice).starts(settings.checked().policy(config.trigger()));
    }

    private PolicyHistory history(String voice) throws SQLException {
        List<PolicyHistory.Event> events = new ArrayList<>(database.list(
                row -> new PolicyHistory.Recorded(
                        row.getTimestamp("recorded_at").toInstant(), row.getDouble("seconds")),
                """
                SELECT recorded_at, seconds FROM correction WHERE voice = ? AND state = 'approved'
                ORDER BY recorded_at DESC, id LIMIT ?""",
                voice,
                MAX_RECORDINGS));
        for (Version version : versions.of(voice)) {
            opinions.course(version)
                    .forEach(point -> events.add(new PolicyHistory.Rated(
                            point.at(),
                            version.number(),
                            point.score().interval().upper())));
        }
        return new PolicyHistory(events);
    }
}
