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
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.OffsetRange;
import org.dengbej.messaging.KafkaClientObserver.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of offset ranges, as often as asked, outside any consumer group: it assigns and seeks by itself and commits
 * nothing. It reads committed transactions only. Not thread-safe; one reader per thread.
 */
public final class OffsetRangeReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetRangeReader.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** The time without data after which the cause is looked for: markers of a transaction come a little after it. */
    private static final Duration DIAGNOSIS_INTERVAL = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final Duration timeout;
    private final Observation observed;

    /** A reader with a consumer of its own, which is in no group and is closed with it. */
    public OffsetRangeReader(Consumer<String, byte[]> consumer, Duration timeout) {
        this(consumer, timeout, KafkaClientObserver.NONE);
    }

    private OffsetRangeReader(Consumer<String, byte[]> consumer, Duration timeout, KafkaClientObserver observer) {
        this.consumer = consumer;
        this.timeout = timeout;
        this.observed = observer.opened(consumer);
    }

    public static OffsetRangeReader open(String bootstrapServers) {
        return open(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), DIAGNOSIS_INTERVAL);
    }

    /**
     * A reader over a connection's settings (addresses, security); settings of a group are ignored.
     *
     * @param timeout of a read while the broker is unavailable
     */
    public static OffsetRangeReader open(Map<String, ?> connection, Duration timeout) {
        return open(connection, timeout, KafkaClientObserver.NONE);
    }

    /** The same, its consumer observed. */
    public static OffsetRangeReader open(Map<String, ?> connection, Duration timeout, KafkaClientObserver observer) {
        return new OffsetRangeReader(KafkaClients.reader(connection), timeout, observer);
    }

    /**
     * The records of a range, in the order of the log, fetched as they are asked for. The next call of {@code read}
     * ends this one. The iterator throws {@link MissingRangeException} when the log does not hold the range, and a
     * {@link KafkaException} when the broker stays away for longer than {@code timeout}.
     */
    public Iterator<ConsumerRecord<String, byte[]>> read(OffsetRange range) {
        TopicPartition partition = new TopicPartition(range.topic(), range.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.firstOffset());
        return new RangeIterator(range, partition);
    }

    /**
     * Shows the records of a data set's batches, in the order of the log. Those of other preparations, which were published at the same
     * time and lie between them, are skipped. It throws what the iterator of {@link #read} throws.
     *
     * @return how many there were
     */
    public int readBatches(DatasetPrepared prepared, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        int batches = 0;
        for (OffsetRange range : prepared.ranges()) {
            Iterator<ConsumerRecord<String, byte[]>> records = read(range);
            while (records.hasNext()) {
                ConsumerRecord<String, byte[]> record = records.next();
                if (prepared.batchKey().equals(record.key())) {
                    each.accept(record);
                    batches++;
                }
            }
        }
        return batches;
    }

    /** The whole of a topic as it is now, partition by partition; empty when there is no such topic. */
    public List<OffsetRange> allRanges(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(partition -> new OffsetRange(
                        partition.topic(), partition.partition(), begin.get(partition), end.get(partition), 0))
                .toList();
    }

    @Override
    public void close() {
        observed.close();
        consumer.close();
    }

    private final class RangeIterator implements Iterator<ConsumerRecord<String, byte[]>> {

        private final OffsetRange range;
        private final TopicPartition partition;
        private final Queue<ConsumerRecord<String, byte[]>> fetched = new ArrayDeque<>();
        private long position;

        RangeIterator(OffsetRange range, TopicPartition partition) {
            this.range = range;
            this.partition = partition;
            this.position = range.firstOffset();
        }

        @Override
        public boolean hasNext() {
            long sinceNanos = System.nanoTime();
            long diagnosedNanos = sinceNanos;
            while (fetched.isEmpty() && position < range.endOffset()) {
                long before = position;
                fetch();
                long now = System.nanoTime();
                if (position > before) {
                    sinceNanos = now;
                    diagnosedNanos = now;
                } else if (now - diagnosedNanos > Math.min(DIAGNOSIS_INTERVAL.toNanos(), timeout.toNanos())) {
                    diagnosedNanos = now;
                    diagnose(Duration.ofNanos(now - sinceNanos));
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
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                    if (record.offset() < range.endOffset()) {
                        fetched.add(record);
                    }
                }
                // It passes transaction markers too, so it reaches the end even where no record lies there.
                position = consumer.position(partition, POLL_TIMEOUT);
            } catch (TimeoutException e) {
                LOG.debug("position not known yet: {}", this, e);
            } catch (OffsetOutOfRangeException e) {
                throw new MissingRangeException(
                        "[%s] the log no longer holds this range; prepare the data set again".formatted(this), e);
            }
        }

        /** A range that is not there is not waited for; a broker that is not there is, for a while. */
        private void diagnose(Duration silent) {
            try {
                boolean exists = consumer.partitionsFor(range.topic(), REQUEST_TIMEOUT).stream()
                        .anyMatch(info -> info.partition() == range.partition());
                long end = exists
                        ? consumer.endOffsets(List.of(partition), REQUEST_TIMEOUT)
                                .get(partition)
                        : 0;
                if (end < range.endOffset()) {
                    throw new MissingRangeException(
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
            if (silent.compareTo(timeout) >= 0) {
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
