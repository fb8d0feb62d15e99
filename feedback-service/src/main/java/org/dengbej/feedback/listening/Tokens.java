package org.dengbej.feedback.listening;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Tokens against forms that another site sends in a listener's name: the page gives the same one in a cookie and in the form, and
 * another site can read neither.
 */
final class Tokens {

    static final String COOKIE = "dengbej-form";
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static boolean match(String cookie, String form) {
        return cookie != null
                && form != null
                && MessageDigest.isEqual(
                        cookie.getBytes(StandardCharsets.UTF_8), form.getBytes(StandardCharsets.UTF_8));
    }
}
