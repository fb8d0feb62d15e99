package org.dengbej.embedded;

/** How long a child process lives. */
public enum Lifetime {
    /** Ends when the process that started it ends, however that happens. */
    WITH_PARENT,
    /** Goes on in a session of its own until it is stopped: neither a closed terminal nor Ctrl-C reaches it. */
    DETACHED
}
