package org.dengbej.trainer.loop;

/** Seconds since the run began, and since the last lap. */
final class Stopwatch {

    private static final double NANOS = 1e9;

    private final long beganNanos = System.nanoTime();
    private long lapNanos = beganNanos;

    double lapSeconds() {
        long now = System.nanoTime();
        double seconds = (now - lapNanos) / NANOS;
        lapNanos = now;
        return seconds;
    }

    double totalSeconds() {
        return (System.nanoTime() - beganNanos) / NANOS;
    }
}
