package org.dengbej.feedback.listener;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.NewCookie;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.feedback.database.Database;

/** Listeners, known by a cookie of random bits; the database keeps a digest, so that who reads it can answer for nobody. */
@ApplicationScoped
public class Listeners {

    /** Name of the cookie. */
    public static final String COOKIE = "listener";

    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{32}");
    private static final int SECRET_BYTES = 16;
    private static final Duration COOKIE_AGE = Duration.ofDays(365);
    private static final int NETWORK_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Inject
    Database database;

    /** The listener of a cookie's value; a new one where that is null or no value of ours. */
    public Listener of(String cookie) {
        boolean known = cookie != null && VALUE.matcher(cookie).matches();
        String secret = known ? cookie : newSecret();
        ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(secret));
        return new Listener(new UUID(digest.getLong(), digest.getLong()), secret);
    }

    private String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** The cookie of a listener; {@code secure}: for TLS alone. */
    public static NewCookie cookie(Listener listener, boolean secure) {
        return cookie(listener.cookie(), COOKIE_AGE, secure);
    }

    /** The cookie that makes a browser forget a listener. */
    public static NewCookie noCookie(boolean secure) {
        return cookie("", Duration.ZERO, secure);
    }

    private static NewCookie cookie(String value, Duration age, boolean secure) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path("/")
                .maxAge((int) age.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    /** Stores a listener, or takes note, once a day, that one is here again. */
    public void add(Listener listener) throws SQLException {
        database.update("""
                INSERT INTO listener (id) VALUES (?)
                ON CONFLICT (id) DO UPDATE SET seen_at = now() WHERE listener.seen_at < now() - interval '1 day'""", listener.id());
    }

    /** Takes note that a listener is here; one that is not stored is not known afterwards either. */
    public void seen(Listener listener) throws SQLException {
        database.update(
                "UPDATE listener SET seen_at = now() WHERE id = ? AND seen_at < now() - interval '1 day'",
                listener.id());
    }

    /** Digest of a network's address, by which its answers are counted together and nobody is found. */
    public byte[] networkDigest(String address) throws SQLException {
        String salt = database.first(row -> row.getString(1), "SELECT value FROM salt WHERE name = 'network'")
                .orElseThrow();
        return Arrays.copyOf(DigestUtils.sha256(salt + address), NETWORK_BYTES);
    }
}
