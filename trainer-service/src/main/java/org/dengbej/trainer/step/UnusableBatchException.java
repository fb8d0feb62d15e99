package org.dengbej.trainer.step;

/** A batch that can be read but not learned from. The message says which utterance and why. */
public final class UnusableBatchException extends RuntimeException {

    public UnusableBatchException(String message) {
        super(message);
    }
}
