package org.dengbej.speech.audio;

/** Audio that is longer than the limit. */
public final class SoundTooLongException extends UnreadableAudioException {

    public SoundTooLongException(double maxSeconds) {
        super("the sound is longer than the %.1f seconds that are taken".formatted(maxSeconds));
    }
}
