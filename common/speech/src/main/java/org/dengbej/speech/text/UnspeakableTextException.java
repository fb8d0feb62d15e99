package org.dengbej.speech.text;

/** A text of which nothing is left to speak. The message shows the text and the voice's alphabet. */
public final class UnspeakableTextException extends IllegalArgumentException {

    public UnspeakableTextException(String message) {
        super(message);
    }
}
