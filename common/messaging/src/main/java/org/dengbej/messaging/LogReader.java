package org.dengbej.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dengbej.events.LogRange;
import org.dengbej.events.Topics;

/**
 * Reads stretches of the log again and again, outside any consumer group: it assigns and seeks by itself and commits
 * nothing. Sees only committed transactions. Not thread-safe; one reader a thread.
 */
public final class LogReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Duration patience;

    private LogReader(KafkaConsumer<String, byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    public static LogReader open(String bootstrapServers) {
        return open(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** With a connection's settings (addresses, security); what makes it a group member is left out. */
    public static LogReader open(Map<String, ?> connection) {
        return open(connection, Duration.ofSeconds(30));
    }

    /** {@code patience}: how long the broker may send nothing before a read fails. */
    public static LogReader open(Map<String, ?> connection, Duration patience) {
        return new LogReader(
                new KafkaConsumer<>(settings(connection), new StringDeserializer(), new ByteArrayDeserializer()),
                patience);
    }

    private static Map<String, Object> settings(Map<String, ?> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_MESSAGE_BYTES);
        return settings;
    }

    /**
     * The records of a range, in the order of the log, fetched as they are asked for. The next call of {@code read}
     * ends this one.
     */
    public Iterator<ConsumerRecord<String, byte[]>> read(LogRange range) {
        TopicPartition partition = new TopicPartition(range.topic(), range.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.firstOffset());
        return new Stretch(range, partition);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private final class Stretch implements Iterator<ConsumerRecord<String, byte[]>> {

        private final LogRange range;
        private final TopicPartition partition;
        private final Queue<ConsumerRecord<String, byte[]>> fetched = new ArrayDeque<>();

        Stretch(LogRange range, TopicPartition partition) {
            this.range = range;
            this.partition = partition;
        }

        @Override
        public boolean hasNext() {
            // The position passes transaction markers too, so it reaches the end even where no record lies there.
            long deadlineNanos = System.nanoTime() + patience.toNanos();
            while (fetched.isEmpty() && consumer.position(partition) < range.endOffset()) {
                long before = consumer.position(partition);
                fetch();
                if (consumer.position(partition) > before) {
                    deadlineNanos = System.nanoTime() + patience.toNanos();
                } else if (System.nanoTime() > deadlineNanos) {
                    throw new IllegalStateException(
                            "[%s] the broker sent nothing for %d s at offset %d; is the range complete and its transaction committed?"
                                    .formatted(name(), patience.toSeconds(), before));
                }
            }
            return !fetched.isEmpty();
        }

        @Override
        public ConsumerRecord<String, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return fetched.remove();
        }

        private void fetch() {
            try {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < range.endOffset()) {
                        fetched.add(record);
                    }
                }
            } catch (OffsetOutOfRangeException e) {
                throw new IllegalStateException(
                        "[%s] the log no longer holds this range; prepare the data set again".formatted(name()), e);
            }
        }

        private String name() {
            return "%s-%d/%d..%d".formatted(range.topic(), range.partition(), range.firstOffset(), range.endOffset());
        }
    }
}
