package org.dengbej.feedback.consent;

import io.quarkus.logging.Log;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/** Texts of consent in the database, the newest of a voice being the one that counts. */
@ApplicationScoped
public class ConsentTexts {

    @Inject
    Database database;

    @Inject
    Voices voices;

    /** The text that counts now. */
    public ConsentText current(String voice) throws SQLException {
        return database.first(
                        ConsentTexts::text,
                        "SELECT voice, version, texts FROM consent_text WHERE voice = ? ORDER BY version DESC LIMIT 1",
                        voice)
                .orElseGet(() -> ConsentText.ofBundle(voice));
    }

    /**
     * Sets a voice's text; listeners are asked again before their next recording.
     *
     * @param texts by language
     * @return its version
     * @throws InvalidInputException when there is no such voice, or a language has no text
     */
    @Transactional
    public int set(String voice, Map<String, String> texts) throws SQLException {
        Map<String, String> checked = ConsentText.checked(texts);
        if (voices.lock(voice).isEmpty()) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchVoice);
        }
        int version = current(voice).version() + 1;
        database.update(
                "INSERT INTO consent_text (voice, version, texts) VALUES (?, ?, ?::jsonb)",
                voice,
                version,
                new JsonObject(new TreeMap<String, Object>(checked)).encode());
        Log.infof("text of consent set: voice=%s version=%d", voice, version);
        return version;
    }

    private static ConsentText text(ResultSet row) throws SQLException {
        Map<String, String> texts = new TreeMap<>();
        new JsonObject(row.getString("texts")).forEach(text -> texts.put(text.getKey(), (String) text.getValue()));
        return new ConsentText(row.getString("voice"), row.getInt("version"), texts);
    }
}
