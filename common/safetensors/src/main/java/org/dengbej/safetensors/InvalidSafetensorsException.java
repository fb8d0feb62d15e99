package org.dengbej.safetensors;

/** Bytes that are not what the format promises. The message names the tensor, what was expected and what was found. */
public final class InvalidSafetensorsException extends IllegalArgumentException {

    public InvalidSafetensorsException(String message) {
        super(message);
    }

    public InvalidSafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
