package org.dengbej.trainer.window;

/** Work that does not fit into memory. The message has the allocator's words. */
public final class DoesNotFitException extends RuntimeException {

    DoesNotFitException(String message, Throwable cause) {
        super(message, cause);
    }
}
