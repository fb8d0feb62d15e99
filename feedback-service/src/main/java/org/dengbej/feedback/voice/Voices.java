package org.dengbej.feedback.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.events.WeightedDataset;
import org.dengbej.feedback.web.Require;

/** Voices and their sentences in the database. */
@ApplicationScoped
public class Voices {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    DataSource database;

    public List<CurrentVoice> all() throws SQLException {
        List<CurrentVoice> voices = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM voice ORDER BY promoted_at DESC")) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                voices.add(voice(rows));
            }
        }
        return voices;
    }

    public Optional<CurrentVoice> find(String name) throws SQLException {
        return find(name, "SELECT * FROM voice WHERE name = ?");
    }

    /** The voice, with its row locked until the caller's transaction ends. */
    public Optional<CurrentVoice> lock(String name) throws SQLException {
        return find(name, "SELECT * FROM voice WHERE name = ? FOR UPDATE");
    }

    private Optional<CurrentVoice> find(String name, String query) throws SQLException {
        if (!Require.isStorable(name)) {
            return Optional.empty();
        }
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            ResultSet rows = select.executeQuery();
            return rows.next() ? Optional.of(voice(rows)) : Optional.empty();
        }
    }

    private static CurrentVoice voice(ResultSet row) throws SQLException {
        return new CurrentVoice(
                row.getString("name"),
                row.getString("job"),
                row.getString("uri"),
                row.getString("sha256"),
                row.getBoolean("finished"),
                row.getInt("sample_rate"),
                datasets(row.getString("datasets")));
    }

    private static List<WeightedDataset> datasets(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("voice.datasets of the database must be a list of data sets: " + json, e);
        }
    }

    private static String json(List<WeightedDataset> datasets) {
        try {
            return JSON.writeValueAsString(datasets);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void promote(CurrentVoice voice) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement("""
                        INSERT INTO voice (name, job, uri, sha256, finished, sample_rate, datasets)
                        VALUES (?, ?, ?, ?, ?, ?, ?::jsonb)
                        ON CONFLICT (name) DO UPDATE SET job = EXCLUDED.job, uri = EXCLUDED.uri, sha256 = EXCLUDED.sha256,
                            finished = EXCLUDED.finished, sample_rate = EXCLUDED.sample_rate, datasets = EXCLUDED.datasets,
                            promoted_at = now()""")) {
            upsert.setString(1, voice.name());
            upsert.setString(2, voice.job());
            upsert.setString(3, voice.uri());
            upsert.setString(4, voice.sha256());
            upsert.setBoolean(5, voice.finished());
            upsert.setInt(6, voice.sampleRateHz());
            upsert.setString(7, json(voice.datasets()));
            upsert.executeUpdate();
        }
    }

    void add(Sentence sentence, int position, byte[] wav) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO sentence (id, voice, sha256, position, text, audio) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""")) {
            insert.setObject(1, sentence.id());
            insert.setString(2, sentence.voice());
            insert.setString(3, sentence.sha256());
            insert.setInt(4, position);
            insert.setString(5, sentence.text());
            insert.setBytes(6, wav);
            insert.executeUpdate();
        }
    }

    /** The sentences of a voice's current checkpoint. */
    public List<Sentence> sentences(String voice) throws SQLException {
        List<Sentence> sentences = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT s.id, s.voice, s.sha256, s.text FROM sentence s
                        JOIN voice v ON v.name = s.voice AND v.sha256 = s.sha256
                        WHERE s.voice = ? ORDER BY s.position""")) {
            select.setString(1, voice);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                sentences.add(sentence(rows));
            }
        }
        return sentences;
    }

    /** A sentence of any checkpoint. */
    public Optional<Sentence> sentence(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, voice, sha256, text FROM sentence WHERE id = ?")) {
            select.setObject(1, id);
            ResultSet rows = select.executeQuery();
            return rows.next() ? Optional.of(sentence(rows)) : Optional.empty();
        }
    }

    private static Sentence sentence(ResultSet row) throws SQLException {
        return new Sentence(
                row.getObject("id", UUID.class),
                row.getString("voice"),
                row.getString("sha256"),
                row.getString("text"));
    }

    /** A sentence of any checkpoint with its sound. */
    Optional<SentenceAudio> audio(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, voice, sha256, text, audio FROM sentence WHERE id = ?")) {
            select.setObject(1, id);
            ResultSet rows = select.executeQuery();
            return rows.next()
                    ? Optional.of(new SentenceAudio(sentence(rows), rows.getBytes("audio")))
                    : Optional.empty();
        }
    }
}
