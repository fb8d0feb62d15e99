package org.dengbej.prep.source;

import org.dengbej.prep.PreparationException;

/** A source that cannot be prepared. */
public final class UnusableSourceException extends PreparationException {

    public UnusableSourceException(String message) {
        super(message);
    }

    public UnusableSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
