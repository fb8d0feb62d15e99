package org.dengbej.files;

/** An output folder that must not be written to. The message says what was found in it and what to do. */
public final class OutputFolderException extends RuntimeException {

    public OutputFolderException(String message) {
        super(message);
    }
}
