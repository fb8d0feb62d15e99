package org.dengbej.feedback.operators;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.dengbej.feedback.config.FeedbackConfig;

/** Knows the operators' key by its digest, so that comparing takes the same time whatever is sent. */
@ApplicationScoped
class OperatorKey {

    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> digest;

    @Inject
    OperatorKey(FeedbackConfig config) {
        digest = config.operatorKey().map(OperatorKey::digest);
    }

    /** Whether an Authorization header brings the key; nothing does where none is configured. */
    boolean opens(String authorization) {
        return digest.isPresent()
                && authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        digest.get(),
                        digest(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
