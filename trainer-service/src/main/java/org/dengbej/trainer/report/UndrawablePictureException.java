package org.dengbej.trainer.report;

/** This machine cannot draw pictures. The message says what it lacks; a run skips them. */
public final class UndrawablePictureException extends RuntimeException {

    UndrawablePictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
