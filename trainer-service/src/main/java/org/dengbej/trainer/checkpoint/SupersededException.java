package org.dengbej.trainer.checkpoint;

/** A later attempt at the job has its checkpoints now; what an earlier one writes does not count. */
public final class SupersededException extends RuntimeException {

    SupersededException(String message) {
        super(message);
    }
}
