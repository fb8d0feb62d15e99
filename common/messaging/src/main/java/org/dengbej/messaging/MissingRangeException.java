package org.dengbej.messaging;

/** A range that the log does not hold. The message names the range and what the log holds. */
public final class MissingRangeException extends IllegalStateException {

    MissingRangeException(String message) {
        super(message);
    }

    MissingRangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
