package org.dengbej.trainer.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The validation split: the utterances that are not learned from but measured on. An utterance's id alone decides, so it is the same on every machine,
 * in any order, after the data set has grown, and in any language: n, the first four bytes of the SHA-256 of the id's UTF-8 as an
 * unsigned big-endian number, is less than the fraction times 2<sup>32</sup>. In Python:
 *
 * <pre>{@code int.from_bytes(hashlib.sha256(id.encode()).digest()[:4], "big") < fraction * 2**32}</pre>
 *
 * <p>A larger fraction includes what a smaller one does, and more.
 *
 * @param fraction of the utterances, 0 (none) to 0.5
 */
public record ValidationSplit(double fraction) {

    private static final double MAX_FRACTION = 0.5;
    private static final double HASHES = 1L << Integer.SIZE;

    public ValidationSplit {
        if (!(fraction >= 0 && fraction <= MAX_FRACTION)) {
            throw new IllegalArgumentException(
                    "the validation fraction is 0 to %s, found %s".formatted(MAX_FRACTION, fraction));
        }
    }

    /** True for an utterance of the validation split. */
    public boolean includes(String utteranceId) {
        return hash(utteranceId) < fraction * HASHES;
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
