package org.dengbej.trainer.loop;

/** A job that makes no progress and would make none. The message says what was seen and what to do. */
public final class UntrainableException extends RuntimeException {

    UntrainableException(String message) {
        super(message);
    }
}
