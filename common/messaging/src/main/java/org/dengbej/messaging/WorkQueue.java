package org.dengbej.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dengbej.events.InvalidEventException;
import org.dengbej.messaging.KafkaClientObserver.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queue of long work: records shared by a consumer group, one at a time. While one is worked on, its partition is paused and
 * the group is polled on, so that work of any length causes no rebalance. Its offset is committed together with what the work
 * published; a member that dies leaves the record to another one.
 *
 * <p>A broker that goes and comes back is waited for. A client that fails is made anew, for as long as it takes; meanwhile
 * {@link #secondsSinceHeartbeat} grows.
 */
public final class WorkQueue {

    /** The work on a record. */
    public interface Work {

        /**
         * Works on a record and calls {@link Lease#finish}; without that, the record is taken again, by us or another member.
         * When the broker fails it, it is called again too.
         *
         * @throws InvalidEventException when nobody can work on it: it is dead-lettered; so it is for any failure of the work itself
         */
        void on(ConsumerRecord<String, byte[]> record, Lease lease);

        /**
         * Answers a record whose results the broker will never take, e.g. since one is larger than its topic allows or it grants no
         * right to write there. Calls {@link Lease#finish}; by default the record is dead-lettered.
         *
         * @param why what the broker refused, and by which of its settings
         */
        default void refused(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
            lease.finish(sender -> sender.send(DeadLetters.of(record, why)));
        }
    }

    /**
     * Membership of the group that shares the records.
     *
     * @param topic            of the records
     * @param group            consumer group
     * @param sessionTimeout   after which a member that gives no sign of life has lost its record
     */
    public record Membership(String topic, String group, Duration sessionTimeout) {}

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = new Backoff(500, 15_000);
    private static final int MAX_SILENCE_SECONDS = 10;

    private final Map<String, Object> connection;
    private final Membership membership;
    private final KafkaClientObserver observer;
    private final RecordProcessor processor;
    private final ExecutorService workerThread;
    private final Thread thread;
    private final Heartbeats heartbeats = new Heartbeats();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Lease lease;
    private boolean silenceLogged;

    /** A queue whose clients nobody observes. */
    public WorkQueue(
            Map<String, Object> connection, Membership membership, Work work, Consumer<Throwable> deadLettered) {
        this(connection, membership, work, deadLettered, KafkaClientObserver.NONE);
    }

    /**
     * @param connection   settings by which a client reaches the broker
     * @param deadLettered receives the failure of each record that was dead-lettered
     * @param observer     sees each client that the queue opens
     */
    public WorkQueue(
            Map<String, Object> connection,
            Membership membership,
            Work work,
            Consumer<Throwable> deadLettered,
            KafkaClientObserver observer) {
        this.connection = Map.copyOf(connection);
        this.membership = membership;
        this.observer = observer;
        this.processor = new RecordProcessor(this.connection, membership.group, work, deadLettered, observer);
        this.workerThread = Executors.newSingleThreadExecutor(task -> daemon(task, membership.group + "-worker"));
        this.thread = daemon(this::poll, membership.group + "-poll");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        thread.start();
    }

    /** True when a stop was asked for: work in progress should save itself. */
    public boolean stopping() {
        return stopping.getCount() == 0;
    }

    /** Seconds since the group's coordinator last answered; very large when it never did. */
    public long secondsSinceHeartbeat() {
        return heartbeats.secondsAgo();
    }

    /** The group's last answer, in words, for whoever looks at a service's health. */
    public String lastHeartbeat() {
        return heartbeats.toString();
    }

    /** The polling thread: a member of the group, and another one whenever that fails. */
    private void poll() {
        for (int failures = 0; !done(); ) {
            try {
                serve();
            } catch (Throwable e) { // whatever it is, a queue that nobody polls would look like one with nothing to do
                failures = heartbeats.secondsAgo() == Long.MAX_VALUE ? failures + 1 : 1;
                LOG.error("queue's client replaced after a failure: topic={}", membership.topic, e);
                leaveGroup();
                pause(BACKOFF.delayMs(failures));
            }
        }
    }

    /** True when a stop was asked for and no work in progress can count any more. */
    private boolean done() {
        return stopping() && (lease == null || lease.lost());
    }

    private void serve() {
        KafkaConsumer<String, byte[]> consumer =
                KafkaClients.member(connection, membership.group, membership.sessionTimeout);
        try (Observation observed = observer.opened(consumer)) {
            serve(consumer);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private void serve(KafkaConsumer<String, byte[]> consumer) {
        consumer.subscribe(List.of(membership.topic), new Rebalance(consumer));
        while (!done()) {
            if (lease != null && lease.over()) {
                release(consumer);
            }
            if (lease == null) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            consumer.poll(POLL_TIMEOUT).forEach(record -> take(record, consumer));
            if (lease != null) {
                lease.renew(consumer.groupMetadata());
            }
            heartbeats.look(consumer);
            logBrokerSilence();
        }
    }

    /** Logs once when the broker falls silent and once when it answers again, where the clients would do so all the time. */
    private void logBrokerSilence() {
        long seconds = heartbeats.silentSeconds();
        if (!silenceLogged && seconds >= MAX_SILENCE_SECONDS) {
            LOG.warn("the broker does not answer: topic={} seconds={}", membership.topic, seconds);
            silenceLogged = true;
        } else if (silenceLogged && seconds < MAX_SILENCE_SECONDS) {
            LOG.warn("the broker answers again: topic={}", membership.topic);
            silenceLogged = false;
        }
    }

    /** A record that was not finished is ours still, unless the group gave it away: then its committed offset says where to resume. */
    private void release(KafkaConsumer<String, byte[]> consumer) {
        if (!lease.finished() && !lease.lost() && consumer.assignment().contains(lease.partition())) {
            consumer.seek(lease.partition(), lease.offset());
        }
        lease = null;
    }

    private void take(ConsumerRecord<String, byte[]> record, KafkaConsumer<String, byte[]> consumer) {
        if (stopping()) {
            return;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Lease taken = new Lease(partition, record.offset(), consumer.groupMetadata(), this::stopping);
        lease = taken;
        consumer.pause(consumer.assignment());
        workerThread.execute(() -> processor.handle(record, taken));
    }

    private void leaveGroup() {
        heartbeats.forget();
        Lease held = lease;
        if (held != null) {
            held.lose();
        }
    }

    private void pause(long ms) {
        try {
            stopping.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.warn("interrupt of the polling thread ignored: topic={}", membership.topic);
        }
    }

    /**
     * Lets the work in progress save itself, for at most {@code timeout}, and leaves the group. Work that is not done by then is left to
     * another member: nothing of it counts any more.
     */
    public void stop(Duration timeout) {
        stopping.countDown();
        processor.stop();
        if (!ended(timeout)) {
            LOG.warn("work did not stop in time and is left to another member: seconds={}", timeout.toSeconds());
            leaveGroup();
            ended(CLOSE_TIMEOUT);
        }
        workerThread.shutdownNow();
    }

    private boolean ended(Duration timeout) {
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, byte[]> consumer;

        Rebalance(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

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
            partitions.forEach(processor::abortOpenTransaction);
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
