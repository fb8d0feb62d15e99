package org.dengbej.messaging;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * When a group's coordinator last answered. The client's own "seconds ago" counts from what was sent, by a clock that may be set;
 * this counts answers, by one that is not.
 */
final class Heartbeats {

    private static final String ANSWERED = "heartbeat-total";

    private double answered;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean heard;

    /** To be called again and again by the thread that polls, so that a thread that hangs shows too. */
    void look(Consumer<?, ?> consumer) {
        double total = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(ANSWERED))
                .map(Metric::metricValue)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
        if (total > answered) {
            lastNanos = System.nanoTime();
            heard = true;
        }
        answered = total;
    }

    /** Whatever was heard was heard by a client that is gone. */
    void forget() {
        answered = 0;
        heard = false;
    }

    /** Very large when nothing was heard. */
    long secondsAgo() {
        return heard ? silentSeconds() : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return heard ? silentSeconds() + " s ago" : "not heard from the broker yet";
    }

    /** Since the last answer, or since we began to listen. */
    long silentSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastNanos);
    }
}
