package org.dengbej.embedded;

/** The lifetime of a child process. */
public sealed interface Lifetime {

    /** Ends when the process that started it ends, however that happens. */
    Lifetime WITH_PARENT = new WithParent();

    /** That of a child which watches its parent. */
    record WithParent() implements Lifetime {}

    /**
     * That of a child which outlives its parent until it is stopped: neither a closed terminal nor Ctrl-C reaches it.
     *
     * @param pidFile names the child before it does anything, so that nothing runs that nobody finds
     */
    record Detached(PidFile pidFile) implements Lifetime {}
}
