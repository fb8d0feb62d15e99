package org.dengbej.local.client;

import org.dengbej.local.CommandException;

/** A job that has ended without a voice: it failed, or was cancelled. */
public final class JobEndedException extends CommandException {

    public JobEndedException(String message) {
        super(message);
    }
}
