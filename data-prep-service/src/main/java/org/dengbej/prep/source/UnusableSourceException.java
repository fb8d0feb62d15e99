package org.dengbej.prep.source;

/** A source that cannot be prepared. The message says where, what was expected, what was found. */
public final class UnusableSourceException extends RuntimeException {

    public UnusableSourceException(String message) {
        super(message);
    }

    public UnusableSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
