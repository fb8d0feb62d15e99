package org.dengbej.feedback.operators;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.feedback.config.FeedbackConfig;

/** The operators' key, known by its digest, so that comparing takes the same time whatever is sent. */
@ApplicationScoped
public class OperatorKey {

    /** The role that it gives. */
    public static final String ROLE = "operator";

    private final Optional<byte[]> digest;

    @Inject
    OperatorKey(FeedbackConfig config) {
        digest = config.operatorKey().map(DigestUtils::sha256);
    }

    /** True for the key; always false where none is configured. */
    public boolean matches(String key) {
        return digest.isPresent()
                && key != null
                && MessageDigest.isEqual(digest.get(), DigestUtils.sha256(key.strip()));
    }

    /** SHA-256 digest of a secret together with the key: it is another one when the key is changed. */
    public byte[] digestWith(String secret) {
        MessageDigest both = DigestUtils.getSha256Digest();
        digest.ifPresent(both::update);
        return DigestUtils.digest(both, secret.getBytes(StandardCharsets.UTF_8));
    }
}
