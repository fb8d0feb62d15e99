package org.dengbej.feedback.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.MeasuredValue;
import org.dengbej.feedback.database.Database;

/** Training jobs in the database, as their events tell: whose voice each makes, and how its evaluations went. */
@ApplicationScoped
public class TrainingJobs {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The validation measures of a job's voice before its first step and at the end; either empty where it was not evaluated. */
    public record Measures(Map<String, MeasuredValue> before, Map<String, MeasuredValue> after) {

        public Measures {
            before = Map.copyOf(before);
            after = Map.copyOf(after);
        }
    }

    @Inject
    Database database;

    /** Takes note of a job; the voice that it was first seen with stays its voice. */
    public void seen(String job, String voice) throws SQLException {
        database.update("INSERT INTO training_job (id, voice) VALUES (?, ?) ON CONFLICT DO NOTHING", job, voice);
    }

    /** The voice of a job; empty for one of which nothing was seen. */
    public Optional<String> voice(String job) throws SQLException {
        return database.first(row -> row.getString(1), "SELECT voice FROM training_job WHERE id = ?", job);
    }

    /** Keeps the measures of an evaluation. */
    public void evaluated(EpochEvaluated event) throws SQLException {
        seen(event.job(), event.voice());
        database.update("""
                INSERT INTO evaluation (job, step, measures) VALUES (?, ?, ?::jsonb)
                ON CONFLICT (job, step) DO UPDATE SET measures = EXCLUDED.measures""", event.job(), event.step(), write(event.measures()));
    }

    /** Takes note of the step whose voice a job has published. */
    public void completed(JobCompleted event) throws SQLException {
        seen(event.job(), event.voice());
        database.update(
                "UPDATE training_job SET completed = true, model_step = ?::bigint WHERE id = ?",
                event.modelStep(),
                event.job());
    }

    /** The measures of a completed job; empty for one that is not completed. */
    Optional<Measures> measures(String job) throws SQLException {
        return database.first(
                row -> new Measures(read(row.getString("before")), read(row.getString("after"))), """
                SELECT (SELECT measures FROM evaluation WHERE job = j.id AND step = 0) AS before,
                       (SELECT measures FROM evaluation WHERE job = j.id AND step = j.model_step) AS after
                FROM training_job j WHERE id = ? AND completed""", job);
    }

    /**
     * An evaluation of a job's voice.
     *
     * @param step     after so many optimizer steps
     * @param measures by their keys
     */
    public record Evaluation(long step, Map<String, MeasuredValue> measures) {

        public Evaluation {
            measures = Map.copyOf(measures);
        }
    }

    /** The newest evaluations of a job. */
    public List<Evaluation> evaluations(String job, int limit) throws SQLException {
        return database.list(
                row -> new Evaluation(row.getLong("step"), read(row.getString("measures"))),
                "SELECT step, measures FROM evaluation WHERE job = ? ORDER BY step DESC LIMIT ?",
                job,
                limit);
    }

    private static String write(Map<String, MeasuredValue> measures) {
        try {
            return JSON.writeValueAsString(measures);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, MeasuredValue> read(String json) {
        try {
            return json == null ? Map.of() : JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("evaluation.measures of the database must be measures by name: " + json, e);
        }
    }
}
