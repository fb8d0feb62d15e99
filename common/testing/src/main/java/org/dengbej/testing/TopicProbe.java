package org.dengbej.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.messaging.CloudEvents;

/** Test client: sends records, and collects those that appear on topics from the moment it was made; committed transactions only. */
public final class TopicProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    public TopicProbe(String bootstrapServers, String... topics) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 16 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Arrays.stream(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    public void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker did not take the record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The first event of that kind and key, which may have been collected already. */
    public <T extends Event> T await(Class<T> kind, String key) {
        return await(kind, event -> event.key().equals(key));
    }

    /** The first event of that kind which matches. */
    public <T extends Event> T await(Class<T> kind, Predicate<T> fits) {
        return event(awaitRecord(record -> event(record, kind, fits) != null), kind, fits);
    }

    private static <T extends Event> T event(ConsumerRecord<String, byte[]> record, Class<T> kind, Predicate<T> fits) {
        if (record.topic().endsWith(".dlq")) {
            return null;
        }
        try {
            return CloudEvents.read(record)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .filter(fits)
                    .orElse(null);
        } catch (InvalidEventException e) {
            return null; // what a test sent on purpose, and nobody awaits
        }
    }

    /** The records of a topic, as soon as there are {@code count}. */
    public List<ConsumerRecord<String, byte[]>> records(String topic, int count) {
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (of(topic).size() < count) {
            poll(deadlineNanos);
        }
        return of(topic);
    }

    /** Every event of that kind, after everything that is on the topics now was read. */
    public <T extends Event> List<T> all(Class<T> kind) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(deadlineNanos);
        }
        return seen.stream()
                .map(record -> event(record, kind, event -> true))
                .filter(event -> event != null)
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> of(String topic) {
        return seen.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private ConsumerRecord<String, byte[]> awaitRecord(Predicate<ConsumerRecord<String, byte[]>> fits) {
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Optional<ConsumerRecord<String, byte[]>> found =
                    seen.stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            poll(deadlineNanos);
        }
    }

    private void poll(long deadlineNanos) {
        if (System.nanoTime() > deadlineNanos) {
            throw new AssertionError("not within %d s; seen: %s"
                    .formatted(
                            TIMEOUT.toSeconds(),
                            seen.stream()
                                    .map(record -> CloudEvents.type(record.headers()))
                                    .toList()));
        }
        consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
    }

    /** A header as text; empty when it is not there. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
