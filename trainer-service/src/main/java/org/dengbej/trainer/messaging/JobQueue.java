package org.dengbej.trainer.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.trainer.run.JobLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs from the group's partitions, one at a time. While one is worked on, its partition is paused and the group is polled
 * on, so that work of any length causes no rebalance; the job's offset is committed only when it has ended.
 */
final class JobQueue implements AutoCloseable {

    /** Works on one job. */
    interface Work {

        /** Returns whether the job has ended; false leaves it to another trainer. */
        boolean on(TrainVoice job, Lease lease, KafkaJournal journal);
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final String GROUP = "dengbej-trainer";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long RETRY_MS = 2_000;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final Work work;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "trainer"));
    private final Thread thread = new Thread(this::poll, "job-queue");
    private volatile boolean stopping;
    private volatile long lastHeartbeatSecondsAgo = Long.MAX_VALUE;
    private volatile Lease lease;
    private volatile TopicPartition again;

    JobQueue(Map<String, Object> connection, int sessionTimeoutMs, Work work) {
        this.consumer = new KafkaConsumer<>(
                consumerSettings(connection, sessionTimeoutMs), new StringDeserializer(), new ByteArrayDeserializer());
        this.producer =
                new KafkaProducer<>(producerSettings(connection), new StringSerializer(), new ByteArraySerializer());
        this.work = work;
    }

    private static Map<String, Object> consumerSettings(Map<String, Object> connection, int sessionTimeoutMs) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeoutMs);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.max(300, Math.min(3_000, sessionTimeoutMs / 3)));
        // A second trainer must not interrupt the first one's job when it joins.
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return settings;
    }

    private static Map<String, Object> producerSettings(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        // The group's generation does the fencing, so that any name will do.
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, GROUP + "-" + UUID.randomUUID());
        return settings;
    }

    void start() {
        thread.start();
    }

    /** Seconds since the group's coordinator last heard of us; large when it never did. */
    long secondsSinceHeartbeat() {
        return lastHeartbeatSecondsAgo;
    }

    boolean stopping() {
        return stopping;
    }

    private void poll() {
        awaitBroker();
        consumer.subscribe(List.of(Topics.TRAINING_JOBS), new Rebalance());
        while (!stopping || lease != null) {
            if (again != null) {
                consumer.seek(again, lease.held().get(again));
                lease = null;
                again = null;
            }
            if (lease == null) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            if (lease != null && !lease.lost()) {
                lease.renew(consumer.groupMetadata());
            }
            lastHeartbeatSecondsAgo = heartbeat();
        }
        consumer.close();
        producer.close();
    }

    private void awaitBroker() {
        while (!stopping) {
            try {
                producer.initTransactions();
                return;
            } catch (KafkaException e) {
                LOG.warn("broker not reached, trying again: reason={}", e.getMessage());
                pause();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Lease taken = new Lease(partition, record.offset(), consumer.groupMetadata());
        if (stopping) {
            return;
        }
        lease = taken;
        consumer.pause(consumer.assignment());
        worker.execute(() -> handle(record, taken));
    }

    /** On the worker's thread. */
    private void handle(ConsumerRecord<String, byte[]> record, Lease taken) {
        KafkaJournal journal = new KafkaJournal(producer, taken);
        try {
            Event event = CloudEvents.read(record).orElse(null);
            if (!(event instanceof TrainVoice job) || work.on(job, taken, journal)) {
                journal.acknowledge();
            }
            lease = null;
        } catch (InvalidEventException e) {
            LOG.warn("job dead-lettered: offset={} reason={}", record.offset(), e.getMessage());
            journal.deadLetter(DeadLetters.of(record, e));
            lease = null;
        } catch (JobLostException e) {
            LOG.warn("job lost to another trainer: partition={} offset={}", taken.partition(), record.offset(), e);
            lease = null;
        } catch (KafkaException e) {
            LOG.warn("broker lost in the middle of a job, taking it up again: offset={}", record.offset(), e);
            pause();
            again = taken.partition();
        }
    }

    private long heartbeat() {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .map(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .findFirst()
                .filter(seconds -> seconds >= 0)
                .orElse(Long.MAX_VALUE);
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the job in hand save itself, and leaves the group. */
    @Override
    public void close() {
        close(Duration.ofMinutes(2));
    }

    void close(Duration patience) {
        stopping = true;
        worker.shutdown();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "the job did not stop in time; it goes on from its last checkpoint: seconds={}",
                    patience.toSeconds());
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
