package org.dengbej.trainer.loop;

import org.dengbej.trainer.InvalidJobException;

/** A job that makes no progress and would make none. The message says what was seen and what to do. */
public final class UntrainableException extends InvalidJobException {

    UntrainableException(String message) {
        super(message);
    }
}
