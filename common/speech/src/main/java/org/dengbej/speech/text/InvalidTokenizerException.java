package org.dengbej.speech.text;

/** Tokenizer files that cannot be used. The message names the file, what was expected and what was found. */
public final class InvalidTokenizerException extends IllegalArgumentException {

    public InvalidTokenizerException(String message) {
        super(message);
    }

    public InvalidTokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
