package org.dengbej.messaging;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the machine's clock was set back. Kafka's clients time by it what they wait for, so that they do nothing more until it
 * has caught up: only new clients help. Set forward, it costs them at most their place in a group.
 */
public final class ClockJumpWatchdog {

    private static final Logger LOG = LoggerFactory.getLogger(ClockJumpWatchdog.class);

    /** For which clients may stand still; clocks are corrected by a second or so every day. */
    private static final long TOLERATED_MS = 10_000;

    private static final long EVERY_MS = 1_000;

    /** {@code EX_TEMPFAIL} of sysexits.h. */
    private static final int TRY_AGAIN = 75;

    private final LongSupplier wallMs;
    private final LongSupplier steadyMs;
    private long aheadMs;

    /**
     * Begins now.
     *
     * @param wallMs   the clock that may be set
     * @param steadyMs one that may not
     */
    ClockJumpWatchdog(LongSupplier wallMs, LongSupplier steadyMs) {
        this.wallMs = wallMs;
        this.steadyMs = steadyMs;
        aheadMs = wallMs.getAsLong() - steadyMs.getAsLong();
    }

    /** By how much it was set back since it was looked at last; empty for what Kafka's clients bear. */
    OptionalLong setBackMs() {
        long before = aheadMs;
        aheadMs = wallMs.getAsLong() - steadyMs.getAsLong();
        return before - aheadMs > TOLERATED_MS ? OptionalLong.of(before - aheadMs) : OptionalLong.empty();
    }

    /**
     * From now on ends this process when the clock is set back: at once, since a good-bye would wait for Kafka. Whoever runs it starts
     * it again, and it goes on where it was, as after any other death.
     */
    public static void endProcessWhenSetBack() {
        start(backMs -> {
            LOG.error("the clock was set back, this process ends to be started anew: seconds={}", backMs / 1000);
            Runtime.getRuntime().halt(TRY_AGAIN);
        });
    }

    /**
     * From now on tells when the clock is set back, on a thread of its own.
     *
     * @param setBack told by how many milliseconds
     * @return ends it
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
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
                clock.setBackMs().ifPresent(setBack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
