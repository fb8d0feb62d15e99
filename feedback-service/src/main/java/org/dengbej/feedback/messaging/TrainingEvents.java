package org.dengbej.feedback.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Event;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Learns how jobs end. */
@ApplicationScoped
class TrainingEvents {

    @Inject
    FineTuning fineTuning;

    @Incoming("training-events")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) throws SQLException {
        Event event = CloudEvents.read(record).orElse(null);
        if (event instanceof JobCompleted completed) {
            fineTuning.ended(completed.job(), true, completed.model().toString());
        } else if (event instanceof JobFailed failed) {
            fineTuning.ended(failed.job(), false, failed.reason());
        }
    }
}
