package org.dengbej.local.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetter;
import org.dengbej.messaging.KafkaClients;

/** Publishes events and follows what comes of them, from the moment it was opened. */
public final class EventClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);

    /** An event that tells of a failure, published beside the dead letter, says more than that: so long it is waited for. */
    private static final Duration FAILURE_TIMEOUT = Duration.ofSeconds(5);

    private static final List<String> EVENTS =
            List.of(Topics.DATASETS, Topics.TRAINING_EVENTS, Topics.CHECKPOINTS, Topics.TRAINING_JOBS);

    /** Dead letters after which no event tells of an end. */
    private static final List<String> DEAD_LETTERS = Stream.of(
                    Topics.DATASET_REQUESTS, Topics.PREPARATIONS, Topics.PREPARATION_SHARDS, Topics.TRAINING_JOBS)
            .map(Topics::deadLetter)
            .toList();

    private final Map<String, Object> connection;
    private final Runnable alive;
    private final Runnable endOfWatch;
    private KafkaProducer<String, byte[]> producer;
    private volatile KafkaConsumer<String, byte[]> consumer;

    /** True when new clients are needed, since the clock was set back. */
    private volatile boolean clockSetBack;

    /** {@code alive}: called while waiting; throws when that makes no sense any more. */
    public EventClient(String bootstrapServers, Runnable alive) {
        this.alive = alive;
        connection = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        connect();
        List<TopicPartition> partitions = Stream.of(EVENTS, DEAD_LETTERS)
                .flatMap(List::stream)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        endOfWatch = ClockJumpWatchdog.start(backMs -> {
            clockSetBack = true;
            consumer.wakeup();
        });
    }

    /** The broker's address and what else it wants. */
    public Map<String, Object> connection() {
        return connection;
    }

    private void connect() {
        producer = KafkaClients.producer(connection);
        consumer = KafkaClients.reader(connection);
    }

    private void reconnect() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        producer.close(Duration.ZERO);
        clockSetBack = false;
        connect();
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    /** Publishes; on return the broker has it. */
    public void publish(Event event) {
        if (clockSetBack) {
            reconnect();
        }
        EventPublisher.publish(producer, event);
    }

    /** Shows every event to {@code done} until it says true. */
    public void follow(Predicate<Event> done) {
        follow(letter -> false, done);
    }

    /**
     * Shows every event to {@code done} until it says true, as long as a result can be expected.
     *
     * @param ours true for a dead letter after which none can
     * @throws RequestEndedException when there is one
     */
    public void follow(Predicate<DeadLetter> ours, Predicate<Event> done) {
        DeadLetter letter = null;
        long seenNanos = 0;
        boolean finished = false;
        while (!finished) {
            alive.run();
            for (ConsumerRecord<String, byte[]> record : poll()) {
                if (DEAD_LETTERS.contains(record.topic())) {
                    Optional<DeadLetter> found = DeadLetter.read(record).filter(ours);
                    if (letter == null && found.isPresent()) {
                        letter = found.get();
                        seenNanos = System.nanoTime();
                    }
                } else if (!finished) {
                    finished = read(record).filter(done).isPresent();
                }
            }
            if (!finished && letter != null && System.nanoTime() - seenNanos > FAILURE_TIMEOUT.toNanos()) {
                throw new RequestEndedException(DeadLetteredRequest.message(letter));
            }
        }
    }

    private ConsumerRecords<String, byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            reconnect();
            return ConsumerRecords.empty();
        }
    }

    /** An event that cannot be read is for the services to report. */
    private static Optional<Event> read(ConsumerRecord<String, byte[]> record) {
        try {
            return CloudEvents.read(record);
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        endOfWatch.run();
        consumer.close();
        producer.close();
    }
}
