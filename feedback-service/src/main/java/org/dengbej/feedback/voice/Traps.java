package org.dengbej.feedback.voice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.feedback.database.Database;

/** Trap sentences: what they ask for, by voice builders or by us. */
@ApplicationScoped
public class Traps {

    private static final Map<String, Integer> OURS = read();

    @Inject
    Database database;

    /** Our sentences in Kurmanji with the scores that they ask for. */
    static Map<String, Integer> ours() {
        return OURS;
    }

    /** Keeps the score that a voice's sentence asks for. */
    void add(String voice, String text, int score) throws SQLException {
        database.update("""
                INSERT INTO trap (voice, text, score) VALUES (?, ?, ?)
                ON CONFLICT (voice, text) DO UPDATE SET score = EXCLUDED.score""", voice, text, score);
    }

    /** The score that a trap sentence of a voice asks for. */
    public int score(String voice, String text) throws SQLException {
        return database.first(row -> row.getInt(1), "SELECT score FROM trap WHERE voice = ? AND text = ?", voice, text)
                .orElseGet(() -> OURS.get(text));
    }

    private static Map<String, Integer> read() {
        try (var in = Traps.class.getResourceAsStream("/trap-sentences.txt")) {
            Map<String, Integer> scores = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int tab = line.indexOf('\t');
                scores.put(line.substring(tab + 1), Integer.valueOf(line.substring(0, tab)));
            });
            return scores;
        } catch (IOException e) {
            throw new UncheckedIOException("the trap sentences cannot be read: " + e, e);
        }
    }
}
