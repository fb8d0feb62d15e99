package org.dengbej.trainer.messaging;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.InvalidEventException;

/** Records that nobody can read on topics that many read: they are not this reader's to dead-letter. */
@ApplicationScoped
class SkippedEvents {

    @Inject
    TrainerMetrics metrics;

    void note(ConsumerRecord<String, byte[]> record, InvalidEventException why) {
        Log.warnf(
                "event skipped: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), Abbreviate.of(why));
        metrics.skippedEvent(record.topic());
    }
}
