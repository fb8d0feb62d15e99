package org.dengbej.trainer.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.trainer.run.UnusableDatasetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where data sets lie, waiting for those that are still being prepared. */
final class DatasetCatalogue {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetCatalogue.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> connection;
    private final Duration patience;

    DatasetCatalogue(Map<String, Object> connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /**
     * The newest preparation of each.
     *
     * @param stop asked now and then; true ends the waiting
     * @return by name; empty when a stop was asked for
     * @throws UnusableDatasetException when one could not be prepared, or is not ready in time
     */
    Optional<Map<String, DatasetPrepared>> await(Set<String> names, BooleanSupplier stop) {
        Map<String, Event> found = new HashMap<>();
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DATASETS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!caughtUp(consumer, ends) || !found.keySet().containsAll(names)) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                if (System.nanoTime() > deadlineNanos) {
                    throw new UnusableDatasetException("data sets %s are not prepared after %d s; found %s"
                            .formatted(names, patience.toSeconds(), found.keySet()));
                }
                consumer.poll(POLL).forEach(record -> take(record, names, found));
            }
        }
        return Optional.of(found.values().stream()
                .map(DatasetCatalogue::usable)
                .collect(Collectors.toMap(DatasetPrepared::dataset, prepared -> prepared)));
    }

    private static boolean caughtUp(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void take(ConsumerRecord<String, byte[]> record, Set<String> names, Map<String, Event> found) {
        try {
            CloudEvents.read(record)
                    .filter(event -> names.contains(event.key()))
                    .filter(event -> event instanceof DatasetPrepared || event instanceof DatasetFailed)
                    .ifPresent(event -> found.put(event.key(), event));
        } catch (InvalidEventException e) {
            LOG.warn("event passed by: topic={} offset={} reason={}", record.topic(), record.offset(), e.getMessage());
        }
    }

    private static DatasetPrepared usable(Event event) {
        if (event instanceof DatasetFailed failed) {
            throw new UnusableDatasetException(
                    "[%s] the data set could not be prepared: %s".formatted(failed.dataset(), failed.reason()));
        }
        return (DatasetPrepared) event;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_MESSAGE_BYTES);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
