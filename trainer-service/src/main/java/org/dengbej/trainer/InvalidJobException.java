package org.dengbej.trainer;

/**
 * A job that cannot be done as it was asked for: its base model, its data or its settings are at fault. The message says what was
 * found, what was expected and what to do. Every other exception but one of files or memory is a defect of ours.
 */
public class InvalidJobException extends RuntimeException {

    public InvalidJobException(String message) {
        super(message);
    }

    public InvalidJobException(String message, Throwable cause) {
        super(message, cause);
    }
}
