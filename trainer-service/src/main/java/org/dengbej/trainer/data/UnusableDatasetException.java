package org.dengbej.trainer.data;

/** A data set that a job cannot learn from. The message says which one and why. */
public final class UnusableDatasetException extends RuntimeException {

    public UnusableDatasetException(String message) {
        super(message);
    }
}
