package org.dengbej.trainer.data;

import org.dengbej.trainer.InvalidJobException;

/** A data set that a job cannot learn from. The message says which one and why. */
public final class UnusableDatasetException extends InvalidJobException {

    public UnusableDatasetException(String message) {
        super(message);
    }

    public UnusableDatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
