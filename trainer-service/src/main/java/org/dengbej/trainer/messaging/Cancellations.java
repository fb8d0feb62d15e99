package org.dengbej.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CancelJob;
import org.dengbej.events.InvalidEventException;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The jobs that were cancelled. Every trainer reads all of {@code dengbej.training-events}, so that a restart forgets none. */
@ApplicationScoped
class Cancellations {

    @Inject
    SkippedEvents skippedEvents;

    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    boolean contains(String job) {
        return jobs.contains(job);
    }

    @Incoming("training-events")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        try {
            CloudEvents.read(record)
                    .filter(CancelJob.class::isInstance)
                    .map(CancelJob.class::cast)
                    .ifPresent(cancel -> jobs.add(cancel.job()));
        } catch (InvalidEventException e) {
            skippedEvents.note(record, e);
        }
    }
}
