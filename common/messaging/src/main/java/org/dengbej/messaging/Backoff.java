package org.dengbej.messaging;

/**
 * How long to wait before trying again: twice as long after each failure, up to a limit.
 *
 * @param firstMs after the first failure
 * @param mostMs  at most
 */
record Backoff(long firstMs, long mostMs) {

    private static final int DOUBLINGS = 20;

    /** {@code failures} in a row, at least 1. */
    long delayMs(int failures) {
        return Math.min(mostMs, firstMs << Math.min(failures - 1, DOUBLINGS));
    }
}
