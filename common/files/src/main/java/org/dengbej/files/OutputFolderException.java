package org.dengbej.files;

/** An output folder or file that must not be written to. The message says what was found there and what to do. */
public final class OutputFolderException extends RuntimeException {

    public OutputFolderException(String message) {
        super(message);
    }
}
