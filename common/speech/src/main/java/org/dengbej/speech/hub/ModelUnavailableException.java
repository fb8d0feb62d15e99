package org.dengbej.speech.hub;

/** A base model that is not here and cannot be fetched. The message says what was tried and what to do. */
public final class ModelUnavailableException extends RuntimeException {

    public ModelUnavailableException(String message) {
        super(message);
    }

    public ModelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
