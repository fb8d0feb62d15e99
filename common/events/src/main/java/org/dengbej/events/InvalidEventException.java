package org.dengbej.events;

/** An event that breaks its own rules. The message names the field, what was expected and what was found. */
public final class InvalidEventException extends IllegalArgumentException {

    public InvalidEventException(String message) {
        super(message);
    }

    public InvalidEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
