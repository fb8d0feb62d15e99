package org.apache.kafka.common.utils;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;

/** Stands before Kafka's own clock on the tests' class path: the machine's, which a test can set. */
public final class SystemTime implements Time {

    private static final SystemTime SYSTEM_TIME = new SystemTime();
    private static final AtomicLong AHEAD_MS = new AtomicLong();

    private SystemTime() {}

    public static SystemTime getSystemTime() {
        return SYSTEM_TIME;
    }

    /** Sets the clock of every Kafka client of this process so much ahead of what it is; a negative time sets it back. */
    public static void jump(Duration by) {
        AHEAD_MS.addAndGet(by.toMillis());
    }

    @Override
    public long milliseconds() {
        return System.currentTimeMillis() + AHEAD_MS.get();
    }

    @Override
    public long nanoseconds() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long ms) {
        Utils.sleep(ms);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        synchronized (object) {
            while (!condition.get()) {
                long leftMs = deadlineMs - milliseconds();
                if (leftMs <= 0) {
                    throw new TimeoutException("Condition not satisfied before deadline");
                }
                object.wait(leftMs);
            }
        }
    }
}
