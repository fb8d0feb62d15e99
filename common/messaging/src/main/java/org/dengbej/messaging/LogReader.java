package org.dengbej.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.dengbej.events.LogRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads stretches of the log again and again, outside any consumer group: it assigns and seeks by itself and commits
 * nothing. Sees only committed transactions. Not thread-safe; one reader a thread.
 */
public final class LogReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** After so long without data it is asked why: markers of a transaction come a little after it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;

    /** With a consumer of its own, which is in no group and is closed with it. */
    public LogReader(Consumer<String, byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    public static LogReader open(String bootstrapServers) {
        return open(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), SILENCE);
    }

    /**
     * With a connection's settings (addresses, security); what makes it a group member is left out.
     *
     * @param patience how long a read waits for a broker that is away
     */
    public static LogReader open(Map<String, ?> connection, Duration patience) {
        return new LogReader(Clients.reader(connection), patience);
    }

    /**
     * The records of a range, in the order of the log, fetched as they are asked for. The next call of {@code read}
     * ends this one. The iterator throws {@link IllegalStateException} when the log does not hold the range, and a
     * {@link KafkaException} when the broker stays away for longer than {@code patience}.
     */
    public Iterator<ConsumerRecord<String, byte[]>> read(LogRange range) {
        TopicPartition partition = new TopicPartition(range.topic(), range.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.firstOffset());
        return new Stretch(range, partition);
    }

    /** What a topic holds now, partition by partition; empty when there is no such topic. */
    public List<LogRange> whole(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(of -> new LogRange(of.topic(), of.partition(), begin.get(of), end.get(of), 0))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private final class Stretch implements Iterator<ConsumerRecord<String, byte[]>> {

        private final LogRange range;
        private final TopicPartition partition;
        private final Queue<ConsumerRecord<String, byte[]>> fetched = new ArrayDeque<>();
        private long position;

        Stretch(LogRange range, TopicPartition partition) {
            this.range = range;
            this.partition = partition;
            this.position = range.firstOffset();
        }

        @Override
        public boolean hasNext() {
            long sinceNanos = System.nanoTime();
            long lookedNanos = sinceNanos;
            while (fetched.isEmpty() && position < range.endOffset()) {
                long before = position;
                fetch();
                long now = System.nanoTime();
                if (position > before) {
                    sinceNanos = now;
                    lookedNanos = now;
                } else if (now - lookedNanos > Math.min(SILENCE.toNanos(), patience.toNanos())) {
                    lookedNanos = now;
                    askWhy(Duration.ofNanos(now - sinceNanos));
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
                // It passes transaction markers too, so it reaches the end even where no record lies there.
                position = consumer.position(partition, POLL);
            } catch (TimeoutException e) {
                LOG.debug("position not known yet: {}", this, e);
            } catch (OffsetOutOfRangeException e) {
                throw new IllegalStateException(
                        "[%s] the log no longer holds this range; prepare the data set again".formatted(this), e);
            }
        }

        /** A range that is not there is not waited for; a broker that is not there is, for a while. */
        private void askWhy(Duration silent) {
            try {
                boolean exists = consumer.partitionsFor(range.topic(), ANSWER).stream()
                        .anyMatch(info -> info.partition() == range.partition());
                long end =
                        exists ? consumer.endOffsets(List.of(partition), ANSWER).get(partition) : 0;
                if (end < range.endOffset()) {
                    throw new IllegalStateException(
                            "[%s] the log ends at offset %d; is the range complete and its transaction committed?"
                                    .formatted(this, end));
                }
            } catch (TimeoutException e) {
                LOG.warn(
                        "the broker does not answer: range={} position={} seconds={}",
                        this,
                        position,
                        silent.toSeconds());
            }
            if (silent.compareTo(patience) >= 0) {
                throw new TimeoutException("[%s] the broker sent nothing for %d s at offset %d"
                        .formatted(this, silent.toSeconds(), position));
            }
        }

        @Override
        public String toString() {
            return "%s-%d/%d..%d".formatted(range.topic(), range.partition(), range.firstOffset(), range.endOffset());
        }
    }
}
