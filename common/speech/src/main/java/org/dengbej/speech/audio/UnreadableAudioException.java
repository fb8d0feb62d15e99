package org.dengbej.speech.audio;

/** Sound that cannot be decoded, or is more than allowed. The message is fit to be shown to whoever sent it. */
public sealed class UnreadableAudioException extends Exception permits SoundTooLongException {

    public UnreadableAudioException(String message) {
        super(message);
    }
}
