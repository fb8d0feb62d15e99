package org.dengbej.feedback.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dengbej.feedback.audit.Act;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.operators.OperatorKey;

/**
 * Sessions of voice builders, known by a cookie of random bits; the database keeps a digest, so that who reads it can sign in nowhere.
 * A session ends after its time, and when the operators' key is changed.
 */
@ApplicationScoped
class StudioSessions {

    static final String COOKIE = "studio";

    /** The cookie is sent with the studio's pages alone. */
    private static final String PATH = "/studio";

    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{64}");
    private static final int SECRET_BYTES = 32;
    private static final int SHOWN_BYTES = 4;

    private final SecureRandom random = new SecureRandom();

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    OperatorKey key;

    @Inject
    Audit audit;

    /** Opens a session and returns its cookie's value. Expired ones are deleted. */
    @Transactional
    String open() throws SQLException {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        byte[] digest = key.digestWith(secret);
        database.update("DELETE FROM studio_session WHERE expires_at < now()");
        database.update(
                "INSERT INTO studio_session (digest, expires_at) VALUES (?, now() + make_interval(secs => ?))",
                digest,
                (double) config.studio().sessionDuration().toSeconds());
        audit.add(name(digest), Act.SIGN_IN, "studio", null);
        return secret;
    }

    /** The name of the session of a cookie's value; empty where there is none, or none any more. */
    Optional<String> name(String secret) throws SQLException {
        if (!VALUE.matcher(secret).matches()) {
            return Optional.empty();
        }
        byte[] digest = key.digestWith(secret);
        return database.exists("SELECT 1 FROM studio_session WHERE digest = ? AND expires_at > now()", (Object) digest)
                ? Optional.of(name(digest))
                : Optional.empty();
    }

    /** A name by which the audit log tells sessions apart. */
    private static String name(byte[] digest) {
        return "studio session " + HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
    }

    void close(String secret) throws SQLException {
        database.update("DELETE FROM studio_session WHERE digest = ?", (Object) key.digestWith(secret));
    }

    /** The cookie of a session; {@code secure}: for TLS alone. */
    NewCookie cookie(String secret, boolean secure) {
        return cookie(secret, secure, config.studio().sessionDuration());
    }

    /** The cookie that deletes a session's. */
    static NewCookie noCookie(boolean secure) {
        return cookie("", secure, Duration.ZERO);
    }

    private static NewCookie cookie(String value, boolean secure, Duration age) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge((int) age.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
