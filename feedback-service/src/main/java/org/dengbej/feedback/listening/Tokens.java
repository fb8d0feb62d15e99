package org.dengbej.feedback.listening;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tokens against forms that another site sends in a listener's name: the page gives the same one in a cookie and in the form, and
 * another site can read neither. It could plant a cookie of its own from a sibling domain; over TLS the name's prefix
 * {@code __Host-} forbids that. A signature would add nothing: there is no login to bind it to, and the page signs for anyone.
 */
final class Tokens {

    private static final String NAME = "dengbej-form";
    private static final int BYTES = 24;
    private static final Pattern OURS = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** The token that the browser has, or a fresh one. */
    static String current(Map<String, Cookie> cookies, HttpServerRequest request) {
        Cookie cookie = cookies.get(name(request));
        return cookie != null && OURS.matcher(cookie.getValue()).matches() ? cookie.getValue() : fresh();
    }

    private static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static NewCookie cookie(String token, HttpServerRequest request) {
        return new NewCookie.Builder(name(request))
                .value(token)
                .path("/")
                .httpOnly(true)
                .secure(request.isSSL())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static String name(HttpServerRequest request) {
        return request.isSSL() ? "__Host-" + NAME : NAME;
    }

    static boolean match(Map<String, Cookie> cookies, HttpServerRequest request, String form) {
        Cookie cookie = cookies.get(name(request));
        return cookie != null
                && form != null
                && OURS.matcher(form).matches()
                && MessageDigest.isEqual(
                        cookie.getValue().getBytes(StandardCharsets.UTF_8), form.getBytes(StandardCharsets.UTF_8));
    }
}
