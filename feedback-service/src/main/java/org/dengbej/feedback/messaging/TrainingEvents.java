package org.dengbej.feedback.messaging;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Event;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.feedback.web.DatabaseUnavailable;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumer of training events, which tell the outcome of fine-tune jobs; while the database is unavailable they are retried. */
@ApplicationScoped
class TrainingEvents {

    @Inject
    FineTuning fineTuning;

    @Incoming("training-events")
    @Blocking
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    @RetryWhen(exception = DatabaseUnavailable.class)
    void process(ConsumerRecord<String, byte[]> record) throws SQLException {
        Event event = CloudEvents.read(record).orElse(null);
        if (event instanceof JobCompleted completed) {
            fineTuning.close(completed.job(), true, completed.model().toString());
        } else if (event instanceof JobCancelled cancelled) {
            fineTuning.close(cancelled.job(), false, cancelled(cancelled));
        } else if (event instanceof JobFailed failed) {
            fineTuning.close(failed.job(), false, failed.reason());
        }
    }

    private static String cancelled(JobCancelled event) {
        return event.reason() == null ? "cancelled" : "cancelled: " + event.reason();
    }
}
