package org.dengbej.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that ask for long work, shared by a consumer group, one at a time. While one is worked on, its partition is paused and
 * the group is polled on, so that work of any length causes no rebalance. Its offset is committed together with what the work
 * published; a member that dies leaves the record to another one.
 */
public final class WorkQueue {

    /** What is done with a record. */
    public interface Work {

        /**
         * Works on a record and calls {@link Lease#finish}; without that, the record is left to another member.
         *
         * @throws InvalidEventException when nobody can work on it: it is dead-lettered
         */
        void on(ConsumerRecord<String, byte[]> record, Lease lease);
    }

    /**
     * Who shares the records.
     *
     * @param topic            of the records
     * @param group            consumer group
     * @param sessionTimeoutMs after which a member that gives no sign of life has lost its record
     */
    public record Membership(String topic, String group, int sessionTimeoutMs) {}

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long RETRY_MS = 2_000;
    private static final int TRANSACTION_TIMEOUT_MS = 600_000;
    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";

    private final Map<String, Object> connection;
    private final Membership membership;
    private final Work work;
    private final KafkaConsumer<String, byte[]> consumer;
    private final ExecutorService worker;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long secondsSinceHeartbeat = Long.MAX_VALUE;
    private volatile Lease lease;
    private volatile boolean takeAgain;

    /** {@code connection}: what a client needs to reach the broker. */
    public WorkQueue(Map<String, Object> connection, Membership membership, Work work) {
        this.connection = Map.copyOf(connection);
        this.membership = membership;
        this.work = work;
        this.consumer = new KafkaConsumer<>(consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer());
        this.worker = Executors.newSingleThreadExecutor(task -> new Thread(task, membership.group + "-worker"));
        this.thread = new Thread(this::poll, membership.group + "-poll");
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, membership.group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_MESSAGE_BYTES);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, membership.sessionTimeoutMs);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.min(3_000, membership.sessionTimeoutMs / 3));
        // Another member that joins must not interrupt this one's work.
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return settings;
    }

    /** A partition's producer has the partition's name: whoever takes the partition over ends what its last holder left open. */
    private Producer<String, byte[]> producer(TopicPartition partition) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, membership.group + "-" + partition);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
        Producer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    public void start() {
        thread.start();
    }

    /** Whether a stop was asked for: work in hand should save itself. */
    public boolean stopping() {
        return stopping;
    }

    /** Since the group's coordinator last answered; very large when it never did. */
    public long secondsSinceHeartbeat() {
        return secondsSinceHeartbeat;
    }

    private void poll() {
        consumer.subscribe(List.of(membership.topic), new Rebalance());
        while (!stopping || lease != null) {
            if (takeAgain) {
                rewind();
            }
            if (lease == null) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            consumer.poll(POLL).forEach(this::take);
            Lease held = lease;
            if (held != null) {
                held.renew(consumer.groupMetadata());
            }
            secondsSinceHeartbeat = measureHeartbeat();
        }
        consumer.close();
    }

    private void rewind() {
        Lease held = lease;
        if (consumer.assignment().contains(held.partition())) {
            consumer.seek(held.partition(), held.offset());
        }
        takeAgain = false;
        lease = null;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (stopping) {
            return;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Lease taken = new Lease(partition, record.offset(), consumer.groupMetadata());
        lease = taken;
        consumer.pause(consumer.assignment());
        worker.execute(() -> handle(record, taken));
    }

    /** On the worker's thread. */
    private void handle(ConsumerRecord<String, byte[]> record, Lease taken) {
        try (Producer<String, byte[]> producer = producer(taken.partition())) {
            taken.publishBy(producer);
            work(record, taken);
            lease = null;
        } catch (LeaseLostException e) {
            LOG.warn(
                    "record lost to another member: {} offset={} reason={}",
                    taken.partition(),
                    taken.offset(),
                    e.getMessage());
            lease = null;
        } catch (KafkaException e) {
            LOG.warn("broker lost, the record is taken again: {} offset={}", taken.partition(), taken.offset(), e);
            pause();
            takeAgain = true;
        }
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease taken) {
        try {
            work.on(record, taken);
        } catch (InvalidEventException e) {
            LOG.warn("dead-lettered: {} offset={} reason={}", taken.partition(), taken.offset(), e.getMessage());
            taken.finish(sender -> sender.send(DeadLetters.of(record, e)));
        } catch (KafkaException | LeaseLostException e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect of ours; the next record may be fine, and this one is kept for whoever mends it.
            LOG.error("dead-lettered: {} offset={}", taken.partition(), taken.offset(), e);
            taken.finish(sender -> sender.send(DeadLetters.of(record, e)));
        }
    }

    private long measureHeartbeat() {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(HEARTBEAT))
                .map(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .filter(seconds -> seconds >= 0)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the work in hand save itself, for so long, and leaves the group. */
    public void stop(Duration patience) {
        stopping = true;
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdown();
        if (thread.isAlive()) {
            LOG.warn("work did not stop in time and is left to another member: seconds={}", patience.toSeconds());
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lose(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (lease != null) {
                consumer.pause(partitions);
            }
        }

        private void lose(Collection<TopicPartition> partitions) {
            Lease held = lease;
            if (held != null && partitions.contains(held.partition())) {
                held.lose();
            }
        }
    }
}
