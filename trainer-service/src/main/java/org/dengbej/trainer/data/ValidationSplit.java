package org.dengbej.trainer.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which utterances are kept out of training, to measure on. An utterance's id alone decides, so it is the same on every machine,
 * in any order, after the data set has grown, and in any language: n, the first four bytes of the SHA-256 of the id's UTF-8 as an
 * unsigned big-endian number, is less than the share times 2<sup>32</sup>. In Python:
 *
 * <pre>{@code int.from_bytes(hashlib.sha256(id.encode()).digest()[:4], "big") < share * 2**32}</pre>
 *
 * <p>A larger share holds out what a smaller one does, and more.
 *
 * @param share of the utterances, 0 (none) to 0.5
 */
public record ValidationSplit(double share) {

    private static final double MOST = 0.5;
    private static final double HASHES = 1L << Integer.SIZE;

    public ValidationSplit {
        if (!(share >= 0 && share <= MOST)) {
            throw new IllegalArgumentException(
                    "the share of utterances held out is 0 to %s, found %s".formatted(MOST, share));
        }
    }

    /** Whether the utterance is held out. */
    public boolean includes(String utteranceId) {
        return hash(utteranceId) < share * HASHES;
    }

    private static long hash(String utteranceId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(utteranceId.getBytes(StandardCharsets.UTF_8));
            return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
