package org.dengbej.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.TopicSpec;
import org.dengbej.events.Topics;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.messaging.TopicAdmin;
import org.junit.jupiter.api.Test;

/** Ranges that cannot be read: the log's fault fails the read, an unavailable broker is waited for. */
class OffsetRangeReaderTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final String topic = "log-" + UUID.randomUUID();

    private static OffsetRangeReader open(String address) {
        return OffsetRangeReader.open(Map.of("bootstrap.servers", address), TIMEOUT);
    }

    @Test
    void aRangeThatTheLogDoesNotHoldIsNotWaitedFor() {
        // Given a topic of one record
        String broker = KafkaTestResource.bootstrapServers();
        TopicAdmin.createMissing(broker, List.of(new TopicSpec(topic, 1, false, Topics.MAX_MESSAGE_BYTES)));
        try (TopicProbe probe = new TopicProbe(broker, topic)) {
            probe.send(new ProducerRecord<>(topic, "k", new byte[1]));
        }

        // When, Then
        try (OffsetRangeReader log = open(broker)) {
            assertThat(log.read(new OffsetRange(topic, 0, 0, 2, 2)).next().key())
                    .isEqualTo("k");
            assertThatThrownBy(
                            () -> log.read(new OffsetRange(topic, 0, 1, 3, 2)).hasNext())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the log ends at offset 1");
            assertThatThrownBy(
                            () -> log.read(new OffsetRange(topic, 7, 0, 2, 2)).hasNext())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> log.read(new OffsetRange("no-such-topic", 0, 0, 2, 2))
                            .hasNext())
                    .isInstanceOf(IllegalStateException.class);
            assertThat(log.allRanges(topic)).containsExactly(new OffsetRange(topic, 0, 0, 1, 0));
            assertThat(log.allRanges("no-such-topic")).isEmpty();
        }
    }

    @Test
    void aBrokerThatStaysUnavailableIsATimeout() {
        try (OffsetRangeReader log = open("localhost:" + FreePorts.one())) {
            assertThatThrownBy(
                            () -> log.read(new OffsetRange(topic, 0, 0, 2, 2)).hasNext())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("the broker sent nothing");
        }
    }
}
