package org.dengbej.trainer.messaging;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CancelJob;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.trainer.config.TrainerConfig;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The cancelled jobs. Every trainer reads all of {@code dengbej.job-commands}, so that a restart forgets none. */
@ApplicationScoped
class Cancellations {

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    TrainerConfig config;

    @Inject
    KafkaClientMetricsBinder clientMetrics;

    @Inject
    SkippedEvents skippedEvents;

    private final Map<String, CancelJob> byJob = new ConcurrentHashMap<>();

    Optional<CancelJob> of(String job) {
        return Optional.ofNullable(byJob.get(job));
    }

    /** Reads what the topic holds now: a job that was cancelled while it waited must not begin, however late the channel is. */
    void catchUp() {
        try (OffsetRangeReader log = OffsetRangeReader.open(broker, config.brokerTimeout(), clientMetrics)) {
            log.allRanges(Topics.JOB_COMMANDS)
                    .forEach(range -> log.read(range).forEachRemaining(record -> {
                        try {
                            note(record);
                        } catch (InvalidEventException e) {
                            // told and counted where the channel meets it
                        }
                    }));
        }
    }

    @Incoming("job-commands")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        try {
            note(record);
        } catch (InvalidEventException e) {
            skippedEvents.note(record, e);
        }
    }

    private void note(ConsumerRecord<String, byte[]> record) {
        CloudEvents.read(record)
                .filter(CancelJob.class::isInstance)
                .map(CancelJob.class::cast)
                .ifPresent(cancel -> byJob.put(cancel.job(), cancel));
    }
}
