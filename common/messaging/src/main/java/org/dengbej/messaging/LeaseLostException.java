package org.dengbej.messaging;

/** Another member of the group has the record now; what this one does with it no longer counts. */
public final class LeaseLostException extends RuntimeException {

    public LeaseLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
