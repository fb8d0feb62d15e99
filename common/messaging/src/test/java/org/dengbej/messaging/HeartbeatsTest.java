package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static final int NEVER_SECONDS = 1_000;

    private final Heartbeats heartbeats = new Heartbeats();

    private static Metric metric(String name, double value) {
        MetricName metricName = new MetricName(name, "group", "", Map.of());
        return new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }

    private static Consumer<String, byte[]> answered(double heartbeats) {
        Metric total = metric("heartbeat-total", heartbeats);
        Metric other = metric("poll-total", 100);
        return new MockConsumer<>("none") {
            @Override
            public synchronized Map<MetricName, ? extends Metric> metrics() {
                return Map.of(total.metricName(), total, other.metricName(), other);
            }
        };
    }

    @Test
    void aCoordinatorThatNeverAnsweredIsVeryLongAgo() {
        heartbeats.look(answered(0));
        assertThat(heartbeats.secondsAgo()).isGreaterThan(NEVER_SECONDS);
        assertThat(heartbeats.silentSeconds()).isLessThan(NEVER_SECONDS);
    }

    @Test
    void aHeartbeatMoreThanBeforeIsAnAnswer() {
        heartbeats.look(answered(1));
        assertThat(heartbeats.secondsAgo()).isLessThan(NEVER_SECONDS);
    }

    @Test
    void whatAClientThatIsGoneHeardDoesNotCount() {
        heartbeats.look(answered(5));
        heartbeats.forget();
        assertThat(heartbeats.secondsAgo()).isGreaterThan(NEVER_SECONDS);
        heartbeats.look(answered(1));
        assertThat(heartbeats.secondsAgo()).isLessThan(NEVER_SECONDS);
    }
}
