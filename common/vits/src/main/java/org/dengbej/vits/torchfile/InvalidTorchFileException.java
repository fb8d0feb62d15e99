package org.dengbej.vits.torchfile;

/** A checkpoint file that cannot be used. The message says where, what was expected, what was found and what to do. */
public final class InvalidTorchFileException extends IllegalArgumentException {

    public InvalidTorchFileException(String message) {
        super(message);
    }

    public InvalidTorchFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
