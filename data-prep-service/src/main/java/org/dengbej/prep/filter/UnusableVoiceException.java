package org.dengbej.prep.filter;

import org.dengbej.prep.PreparationException;

/** A voice whose tokenizer and format cannot be read. */
public final class UnusableVoiceException extends PreparationException {

    UnusableVoiceException(String message) {
        super(message);
    }

    public UnusableVoiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
