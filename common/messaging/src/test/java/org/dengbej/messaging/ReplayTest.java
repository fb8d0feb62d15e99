package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.dengbej.events.OffsetRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A range of the log, read by {@link OffsetRangeReader} from a consumer of Kafka's own for tests. */
class ReplayTest {

    private static final TopicPartition PARTITION = new TopicPartition("log", 1);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private final OffsetRangeReader reader = new OffsetRangeReader(consumer, Duration.ofMillis(1));

    @BeforeEach
    void aLogOfEightOffsets() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 8L));
        consumer.updatePartitions("log", List.of(new PartitionInfo("log", 1, null, new Node[0], new Node[0])));
    }

    private void holds(long... offsets) {
        consumer.schedulePollTask(() -> {
            for (long offset : offsets) {
                consumer.addRecord(new ConsumerRecord<>("log", 1, offset, "k" + offset, new byte[1]));
            }
        });
    }

    private static List<String> keys(Iterator<ConsumerRecord<String, byte[]>> records) {
        List<String> keys = new ArrayList<>();
        records.forEachRemaining(record -> keys.add(record.key()));
        return keys;
    }

    @Test
    void aRangeEndsBeforeItsEndOffset() {
        holds(2, 3, 4, 5);
        Iterator<ConsumerRecord<String, byte[]>> records = reader.read(new OffsetRange("log", 1, 2, 5, 3));
        assertThat(keys(records)).containsExactly("k2", "k3", "k4");
        assertThat(records.hasNext()).isFalse();
        assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aRangeThatEndsInMarkersOfTransactionsEndsToo() {
        // Given that no record lies behind offset 3, where the consumer's position goes on
        holds(2, 3);
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 5));
        assertThat(keys(reader.read(new OffsetRange("log", 1, 2, 5, 2)))).containsExactly("k2", "k3");
    }

    @Test
    void aBrokerThatSendsNothingIsWaitedForUntilTheTimeout() {
        assertThatThrownBy(() -> reader.read(new OffsetRange("log", 1, 2, 5, 3)).hasNext())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("[log-1/2..5] the broker sent nothing for 0 s at offset 2");
    }

    @Test
    void aRangeBeyondTheLogsEndIsNotWaitedFor() {
        assertThatThrownBy(() -> reader.read(new OffsetRange("log", 1, 2, 9, 7)).hasNext())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the log ends at offset 8");
    }

    @Test
    void aPartitionThatDoesNotExistIsNotWaitedFor() {
        TopicPartition missing = new TopicPartition("log", 7);
        consumer.updateBeginningOffsets(Map.of(missing, 0L));
        consumer.updateEndOffsets(Map.of(missing, 8L));
        assertThatThrownBy(() -> reader.read(new OffsetRange("log", 7, 2, 5, 3)).hasNext())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the log ends at offset 0");
    }

    @Test
    void aRangeThatTheLogNoLongerHoldsSaysWhatToDo() {
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 2L)));
        assertThatThrownBy(() -> reader.read(new OffsetRange("log", 1, 2, 5, 3)).hasNext())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("prepare the data set again");
    }

    @Test
    void aTopicIsItsPartitionsFromBeginToEnd() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 3L));
        assertThat(reader.allRanges("log")).containsExactly(new OffsetRange("log", 1, 3, 8, 0));
    }

    @Test
    void theConsumerIsClosedWithItsReader() {
        reader.close();
        assertThat(consumer.closed()).isTrue();
    }
}
