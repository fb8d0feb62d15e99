package org.dengbej.trainer.checkpoint;

/** A later attempt at the job has its checkpoints now; what an earlier one writes does not count. */
public final class FencedException extends RuntimeException {

    FencedException(String message) {
        super(message);
    }
}
