package org.dengbej.trainer.run;

/** A job that makes no progress and would make none. The message says what was seen and what to do. */
final class UntrainableException extends RuntimeException {

    UntrainableException(String message) {
        super(message);
    }
}
