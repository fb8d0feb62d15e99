package org.dengbej.prep.preparation;

import org.dengbej.prep.PreparationException;

/** A disk on which decoded sound cannot be spooled, e.g. a full one. */
public final class SpoolException extends PreparationException {

    SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
