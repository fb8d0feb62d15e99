package org.dengbej.embedded;

/** The lifetime of a child process. */
public enum Lifetime {
    /** Ends when the process that started it ends, however that happens. */
    WITH_PARENT,
    /** Runs in a session of its own until it is stopped: neither a closed terminal nor Ctrl-C reaches it. */
    DETACHED
}
