package org.dengbej.trainer.job;

/** Another trainer has the job now; what this one does no longer counts. */
public final class JobLostException extends RuntimeException {

    public JobLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
