package org.dengbej.local.client;

import org.dengbej.local.CommandException;

/** A request that has ended without a result: it failed, was cancelled, or was dead-lettered. */
public final class RequestEndedException extends CommandException {

    public RequestEndedException(String message) {
        super(message);
    }
}
