package org.dengbej.speech.hub;

/** A data set that the hub does not give. The message says which, what was answered and what to do. */
public final class DatasetUnavailableException extends RuntimeException {

    public DatasetUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
