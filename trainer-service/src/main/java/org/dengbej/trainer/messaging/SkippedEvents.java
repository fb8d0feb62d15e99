package org.dengbej.trainer.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.InvalidEventException;

/** Records that nobody can read on topics that many read: they are not this reader's to put aside. */
@ApplicationScoped
class SkippedEvents {

    @Inject
    MeterRegistry metrics;

    void note(ConsumerRecord<String, byte[]> record, InvalidEventException why) {
        Log.warnf(
                "event passed by: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), Abbreviate.of(why));
        metrics.counter("dengbej.trainer.events.skipped", "topic", record.topic())
                .increment();
    }
}
