package org.dengbej.speech.audio;

/**
 * How much sound is taken from outside.
 *
 * @param maxBytes   of the file
 * @param maxSeconds of the decoded sound; decoding stops there, so that a few kilobytes cannot become an hour
 */
public record DecodeLimits(long maxBytes, double maxSeconds) {

    public DecodeLimits {
        if (maxBytes < 1 || !(maxSeconds > 0)) {
            throw new IllegalArgumentException(
                    "limits must be more than 0, found %d bytes and %s s".formatted(maxBytes, maxSeconds));
        }
    }
}
