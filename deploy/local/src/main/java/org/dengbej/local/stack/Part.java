package org.dengbej.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import org.dengbej.embedded.Lifetime;

/** A part of the stack: one process, found again by its pid file. */
interface Part {

    String name();

    /** The port on which it answers. */
    int port();

    /** Starts the process; does not wait. */
    ProcessHandle launch(Path log, Lifetime lifetime);

    /** Asks whoever listens at the port. */
    boolean ready();

    Duration readyTimeout();
}
