package org.dengbej.messaging;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watchdog for a wall clock that is set back. Kafka's clients time by it what they wait for, so that they do nothing more until it
 * has caught up: only new clients help. Set forward, it costs them at most their membership of a group.
 */
public final class ClockJumpWatchdog {

    private static final Logger LOG = LoggerFactory.getLogger(ClockJumpWatchdog.class);

    /** The jump that is borne: clocks are corrected by a second or so every day. */
    private static final long MAX_TOLERATED_MS = 10_000;

    private static final long CHECK_INTERVAL_MS = 1_000;

    /** {@code EX_TEMPFAIL} of sysexits.h. */
    private static final int EXIT_TEMPORARY_FAILURE = 75;

    private final LongSupplier wallMs;
    private final LongSupplier steadyMs;
    private long aheadMs;

    /**
     * Starts from the clocks as they are now.
     *
     * @param wallMs   the wall clock, which may be set
     * @param steadyMs the monotonic clock
     */
    ClockJumpWatchdog(LongSupplier wallMs, LongSupplier steadyMs) {
        this.wallMs = wallMs;
        this.steadyMs = steadyMs;
        aheadMs = wallMs.getAsLong() - steadyMs.getAsLong();
    }

    /** The jump back since the last call; empty for one that is tolerated. */
    OptionalLong setBackMs() {
        long before = aheadMs;
        aheadMs = wallMs.getAsLong() - steadyMs.getAsLong();
        return before - aheadMs > MAX_TOLERATED_MS ? OptionalLong.of(before - aheadMs) : OptionalLong.empty();
    }

    /**
     * Ends this process when the clock is set back: at once, since an orderly shutdown would wait for Kafka. Whatever supervises it
     * starts it again, and it resumes as after any other crash.
     */
    public static void endProcessWhenSetBack() {
        start(backMs -> {
            LOG.error("process ended, since the clock was set back: seconds={}", backMs / 1000);
            Runtime.getRuntime().halt(EXIT_TEMPORARY_FAILURE);
        });
    }

    /**
     * Reports when the clock is set back, on a thread of its own.
     *
     * @param setBack receives the milliseconds
     * @return stops the watchdog
     */
    public static Runnable start(LongConsumer setBack) {
        Thread thread = new Thread(() -> watch(setBack), "clock-watch");
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    private static void watch(LongConsumer setBack) {
        ClockJumpWatchdog clock = new ClockJumpWatchdog(
                System::currentTimeMillis, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL_MS);
                clock.setBackMs().ifPresent(setBack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
