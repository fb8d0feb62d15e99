package org.dengbej.messaging;

/**
 * Exponential back-off: the delay before the next attempt doubles with each failure, up to a limit.
 *
 * @param firstMs delay after the first failure
 * @param maxMs   longest delay
 */
record Backoff(long firstMs, long maxMs) {

    private static final int MAX_DOUBLINGS = 20;

    /** The delay after so many failures in a row, at least 1. */
    long delayMs(int failures) {
        return Math.min(maxMs, firstMs << Math.min(failures - 1, MAX_DOUBLINGS));
    }
}
