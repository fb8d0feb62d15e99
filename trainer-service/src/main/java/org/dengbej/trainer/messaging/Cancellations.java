package org.dengbej.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CancelJob;
import org.dengbej.events.InvalidEventException;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The jobs that were cancelled. Every trainer reads all of {@code dengbej.training-events}, so that a restart forgets none. */
@ApplicationScoped
class Cancellations {

    private static final Logger LOG = Logger.getLogger(Cancellations.class);

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
            // What trainers said of their work is read by many; it is not this reader's to put aside.
            LOG.warnf("event passed by: offset=%d reason=%s", record.offset(), e.getMessage());
        }
    }
}
