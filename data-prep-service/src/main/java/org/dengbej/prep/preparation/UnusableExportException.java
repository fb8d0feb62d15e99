package org.dengbej.prep.preparation;

import org.dengbej.prep.PreparationException;

/** An export folder that must not, or cannot be written to. */
public final class UnusableExportException extends PreparationException {

    UnusableExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
