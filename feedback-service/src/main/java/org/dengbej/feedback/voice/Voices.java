package org.dengbej.feedback.voice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;

/** Voices and their sentences in the database. */
@ApplicationScoped
public class Voices {

    @Inject
    Database database;

    /** The champion of each voice, the most recently promoted first. */
    public List<Version> all() throws SQLException {
        return database.list(
                Versions::version, "SELECT * FROM version WHERE state = 'champion' ORDER BY decided_at DESC");
    }

    /** The champion of a voice. */
    public Optional<Version> find(String name) throws SQLException {
        return Require.isStorable(name)
                ? database.first(
                        Versions::version, "SELECT * FROM version WHERE voice = ? AND state = 'champion'", name)
                : Optional.empty();
    }

    /**
     * The champion of a voice.
     *
     * @throws InvalidInputException (404) when there is no such voice
     */
    public Version require(String name) throws SQLException {
        return find(name).orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchVoice));
    }

    /** The champion of a voice, with the voice's row locked until the caller's transaction ends. */
    public Optional<Version> lock(String name) throws SQLException {
        lockRow(name);
        return find(name);
    }

    /** Locks the voice's row until the caller's transaction ends; a voice that is not there is made. */
    void lockOrAdd(String name) throws SQLException {
        database.update("INSERT INTO voice (name) VALUES (?) ON CONFLICT DO NOTHING", name);
        lockRow(name);
    }

    private void lockRow(String name) throws SQLException {
        database.exists("SELECT 1 FROM voice WHERE name = ? FOR UPDATE", name);
    }

    /** {@code audio}: empty for a sentence to be recorded. */
    void add(Sentence sentence, int position, Optional<Audio> audio) throws SQLException {
        database.update(
                """
                INSERT INTO sentence (id, voice, sha256, position, text, role, seconds, audio)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::bytea) ON CONFLICT DO NOTHING""",
                sentence.id(),
                sentence.voice(),
                sentence.sha256(),
                position,
                sentence.text(),
                sentence.role().label(),
                audio.map(Audio::seconds).orElse(0.0),
                audio.map(WavFile::encode).orElse(null));
    }

    /** The sentences of a version in their order. */
    public List<Sentence> sentences(Version version) throws SQLException {
        return database.list(
                Voices::sentence,
                "SELECT id, voice, sha256, text, role FROM sentence WHERE voice = ? AND sha256 = ? ORDER BY position",
                version.voice(),
                version.sha256());
    }

    /** The sentences of a version in one role. */
    public List<Sentence> sentences(Version version, SentenceRole role) throws SQLException {
        return sentences(version).stream()
                .filter(sentence -> sentence.role() == role)
                .toList();
    }

    /** A sentence of any version. */
    public Optional<Sentence> sentence(UUID id) throws SQLException {
        return database.first(Voices::sentence, "SELECT id, voice, sha256, text, role FROM sentence WHERE id = ?", id);
    }

    private static Sentence sentence(ResultSet row) throws SQLException {
        return new Sentence(
                row.getObject("id", UUID.class),
                row.getString("voice"),
                row.getString("sha256"),
                row.getString("text"),
                SentenceRole.parse(row.getString("role")));
    }

    /** A sentence of any version with its sound. */
    Optional<SentenceAudio> audio(UUID id) throws SQLException {
        return database.first(
                row -> new SentenceAudio(sentence(row), row.getBytes("audio")),
                "SELECT id, voice, sha256, text, role, audio FROM sentence WHERE id = ? AND audio IS NOT NULL",
                id);
    }
}
