package org.dengbej.prep;

/**
 * A request that cannot be met as it stands: its source, its voice, its export folder or a disk is at fault. The message says where,
 * what was expected, what was found and what to do; whoever asked gets it. Any other exception is a defect of the service.
 */
public abstract class PreparationException extends RuntimeException {

    protected PreparationException(String message) {
        super(message);
    }

    protected PreparationException(String message, Throwable cause) {
        super(message, cause);
    }
}
