package org.dengbej.messaging;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * The age of the coordinator's last answer to a heartbeat. The client's own "seconds ago" counts from what was sent, by a clock that may be set;
 * this counts answers, by one that is not.
 */
final class Heartbeats {

    private static final String ANSWERED = "heartbeat-total";

    private double answered;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean heard;

    /** Reads the client's metric; called by the polling thread after each poll, so that a thread that hangs shows too. */
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

    /** Resets the count for a new client. */
    void forget() {
        answered = 0;
        heard = false;
    }

    /** Seconds since the last answer; {@link Long#MAX_VALUE} when there was none. */
    long secondsAgo() {
        return heard ? silentSeconds() : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return heard ? silentSeconds() + " s ago" : "not heard from the broker yet";
    }

    /** Seconds since the last answer, or since this was made. */
    long silentSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastNanos);
    }
}
