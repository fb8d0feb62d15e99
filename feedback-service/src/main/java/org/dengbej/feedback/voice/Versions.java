package org.dengbej.feedback.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dengbej.events.WeightedDataset;
import org.dengbej.feedback.database.Database;

/** Versions of voices in the database. */
@ApplicationScoped
public class Versions {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Database database;

    /** The versions of a voice, the newest first. */
    public List<Version> of(String voice) throws SQLException {
        return database.list(Versions::version, "SELECT * FROM version WHERE voice = ? ORDER BY number DESC", voice);
    }

    public Optional<Version> find(String voice, int number) throws SQLException {
        return one("SELECT * FROM version WHERE voice = ? AND number = ?", voice, number);
    }

    Optional<Version> find(String voice, String sha256) throws SQLException {
        return one("SELECT * FROM version WHERE voice = ? AND sha256 = ?", voice, sha256);
    }

    public Optional<Version> champion(String voice) throws SQLException {
        return inState(voice, VersionState.CHAMPION);
    }

    public Optional<Version> challenger(String voice) throws SQLException {
        return inState(voice, VersionState.CHALLENGER);
    }

    /** The newest version in a state. */
    Optional<Version> inState(String voice, VersionState state) throws SQLException {
        return one(
                "SELECT * FROM version WHERE voice = ? AND state = ? ORDER BY number DESC LIMIT 1",
                voice,
                state.label());
    }

    /** The versions that a job has made, the newest first. */
    public List<Version> madeBy(String job) throws SQLException {
        return database.list(Versions::version, "SELECT * FROM version WHERE job = ? ORDER BY number DESC", job);
    }

    /** The voice whose finished version a job made; empty where it has made none. */
    Optional<Version> finishedBy(String job) throws SQLException {
        return one("SELECT * FROM version WHERE job = ? AND finished ORDER BY number DESC LIMIT 1", job);
    }

    /** The version that was champion before the present one, and was not rolled back itself; empty: there was none. */
    public Optional<Version> predecessor(String voice) throws SQLException {
        return one("""
                SELECT * FROM version WHERE voice = ? AND state = 'retired' AND was_champion AND NOT rolled_back
                ORDER BY decided_at DESC, number DESC LIMIT 1""", voice);
    }

    /** Adds a version with the voice's next number; the caller has locked the voice. */
    void add(Version version) throws SQLException {
        database.update(
                """
                INSERT INTO version (voice, number, sha256, job, uri, finished, sample_rate, datasets, state, reason, was_champion)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)""",
                version.voice(),
                version.number(),
                version.sha256(),
                version.job(),
                version.uri(),
                version.finished(),
                version.sampleRateHz(),
                json(version.datasets()),
                version.state().label(),
                version.reason(),
                version.state() == VersionState.CHAMPION);
    }

    int nextNumber(String voice) throws SQLException {
        return of(voice).stream().mapToInt(Version::number).max().orElse(0) + 1;
    }

    void move(Version version, VersionState state, String reason) throws SQLException {
        database.update("""
                UPDATE version SET state = ?, reason = ?, decided_at = clock_timestamp(), was_champion = was_champion OR ?
                WHERE voice = ? AND number = ?""", state.label(), reason, state == VersionState.CHAMPION, version.voice(), version.number());
    }

    void rolledBack(Version version) throws SQLException {
        database.update(
                "UPDATE version SET rolled_back = true WHERE voice = ? AND number = ?",
                version.voice(),
                version.number());
    }

    /** A version's weights are the end of its job after all. */
    void finish(Version version, String job, String uri) throws SQLException {
        database.update(
                "UPDATE version SET finished = true, job = ?, uri = ? WHERE voice = ? AND number = ?",
                job,
                uri,
                version.voice(),
                version.number());
    }

    private Optional<Version> one(String query, Object... values) throws SQLException {
        return database.first(Versions::version, query, values);
    }

    static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getString("voice"),
                row.getInt("number"),
                row.getString("sha256"),
                row.getString("job"),
                row.getString("uri"),
                row.getBoolean("finished"),
                row.getInt("sample_rate"),
                datasets(row.getString("datasets")),
                VersionState.parse(row.getString("state")),
                row.getString("reason"));
    }

    private static List<WeightedDataset> datasets(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("version.datasets of the database must be a list of data sets: " + json, e);
        }
    }

    private static String json(List<WeightedDataset> datasets) {
        try {
            return JSON.writeValueAsString(datasets);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
