package org.dengbej.speech.audio;

/** Sound that cannot be decoded, or is more than allowed. The message is fit to be shown to whoever sent it. */
public final class UnreadableAudioException extends Exception {

    public UnreadableAudioException(String message) {
        super(message);
    }
}
