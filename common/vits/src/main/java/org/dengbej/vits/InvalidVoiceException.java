package org.dengbej.vits;

/** A model folder that cannot be used. The message names the file, what was expected and what was found. */
public final class InvalidVoiceException extends RuntimeException {

    public InvalidVoiceException(String message) {
        super(message);
    }

    public InvalidVoiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
