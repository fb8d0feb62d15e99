package org.dengbej.feedback.consent;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;

/** Consents of listeners in the database. */
@ApplicationScoped
public class Consents {

    private static final String RECEIPTS = """
            SELECT c.id, c.voice, c.version, c.language, c.sha256, w.text, c.given_at
            FROM consent c JOIN consent_wording w ON w.sha256 = c.sha256
            WHERE c.listener = ?""";

    @Inject
    Database database;

    @Inject
    Listeners listeners;

    @Inject
    ConsentTexts texts;

    /** The consent of a listener to the text that counts now. */
    public Optional<GivenConsent> of(UUID listener, String voice) throws SQLException {
        int version = texts.current(voice).version();
        return database.first(
                row -> new GivenConsent(row.getObject("id", UUID.class), version),
                "SELECT id FROM consent WHERE listener = ? AND voice = ? AND version = ?",
                listener,
                voice,
                version);
    }

    /**
     * Stores a consent, or recognises one that was stored.
     *
     * @param version  of the text that the listener has read
     * @param language in which
     * @throws InvalidInputException when another text counts by now
     */
    @Transactional
    public Receipt agree(Listener listener, String voice, int version, Language language) throws SQLException {
        ConsentText text = texts.current(voice);
        if (text.version() != version) {
            throw InvalidInputException.conflict(reasons -> reasons.consentOutdated(text.version()));
        }
        listeners.add(listener);
        database.update(
                "INSERT INTO consent_wording (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING",
                text.sha256(language),
                text.in(language));
        int inserted = database.update("""
                INSERT INTO consent (listener, voice, version, language, sha256) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""", listener.id(), voice, version, language.tag(), text.sha256(language));
        if (inserted == 1) {
            Log.infof("consent given: voice=%s version=%d language=%s", voice, version, language.tag());
        }
        return database.first(
                        Consents::receipt,
                        RECEIPTS + " AND c.voice = ? AND c.version = ?",
                        listener.id(),
                        voice,
                        version)
                .orElseThrow();
    }

    /** The receipts of a listener, the newest first. */
    public List<Receipt> receipts(UUID listener) throws SQLException {
        return database.list(Consents::receipt, RECEIPTS + " ORDER BY c.given_at DESC, c.id", listener);
    }

    /**
     * Passes a consent to the text that counts now.
     *
     * @param consent null: none
     * @throws InvalidInputException (403) for any other
     */
    public void requireCurrent(String voice, GivenConsent consent) throws SQLException {
        int version = texts.current(voice).version();
        if (consent == null || consent.version() != version) {
            throw InvalidInputException.forbidden(reasons -> reasons.consentMissing(version));
        }
    }

    /**
     * Keeps a listener's consent until the caller's transaction ends, so that nobody is forgotten between a recording's checks and its
     * row.
     *
     * @throws InvalidInputException (403) when it is not there any more
     */
    public void keep(GivenConsent consent) throws SQLException {
        if (consent.id() != null
                && !database.exists("SELECT 1 FROM consent WHERE id = ? FOR KEY SHARE", consent.id())) {
            throw InvalidInputException.forbidden(reasons -> reasons.consentMissing(consent.version()));
        }
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        return new Receipt(
                row.getObject("id", UUID.class),
                row.getString("voice"),
                row.getInt("version"),
                row.getString("language"),
                row.getString("sha256"),
                row.getString("text"),
                row.getTimestamp("given_at").toInstant());
    }
}
