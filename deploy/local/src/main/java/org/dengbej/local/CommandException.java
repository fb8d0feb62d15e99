package org.dengbej.local;

/** A command that cannot go on; the message is for whoever gave it. */
public class CommandException extends RuntimeException {

    public CommandException(String message) {
        super(message);
    }
}
