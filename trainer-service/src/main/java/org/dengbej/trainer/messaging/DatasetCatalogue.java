package org.dengbej.trainer.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.KafkaClientObserver;
import org.dengbej.messaging.KafkaClientObserver.Observation;
import org.dengbej.messaging.KafkaClients;
import org.dengbej.trainer.data.UnusableDatasetException;

/** The newest preparation of each data set, waited for where it is still under way. */
final class DatasetCatalogue {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> connection;
    private final Duration timeout;
    private final SkippedEvents skippedEvents;
    private final KafkaClientObserver observer;

    DatasetCatalogue(
            Map<String, Object> connection,
            Duration timeout,
            SkippedEvents skippedEvents,
            KafkaClientObserver observer) {
        this.observer = observer;
        this.connection = connection;
        this.timeout = timeout;
        this.skippedEvents = skippedEvents;
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
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = KafkaClients.reader(connection);
                Observation observed = observer.opened(consumer)) {
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
                            .formatted(names, timeout.toSeconds(), found.keySet()));
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

    private void take(ConsumerRecord<String, byte[]> record, Set<String> names, Map<String, Event> found) {
        try {
            CloudEvents.read(record)
                    .filter(event -> names.contains(event.key()))
                    .filter(event -> event instanceof DatasetPrepared || event instanceof DatasetFailed)
                    .ifPresent(event -> found.put(event.key(), event));
        } catch (InvalidEventException e) {
            skippedEvents.note(record, e);
        }
    }

    private static DatasetPrepared usable(Event event) {
        if (event instanceof DatasetFailed failed) {
            throw new UnusableDatasetException(
                    "[%s] the data set could not be prepared: %s".formatted(failed.dataset(), failed.reason()));
        }
        return (DatasetPrepared) event;
    }
}
