package org.dengbej.events.batch;

/** A record on the batches' topic that is no prepared batch. The message says what was expected and what was found. */
public final class InvalidBatchException extends IllegalArgumentException {

    public InvalidBatchException(String message) {
        super(message);
    }

    public InvalidBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
