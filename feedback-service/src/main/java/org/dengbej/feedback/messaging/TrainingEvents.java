package org.dengbej.feedback.messaging;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.feedback.voice.Promotions;
import org.dengbej.feedback.voice.TrainingJobs;
import org.dengbej.feedback.web.DatabaseUnavailable;
import org.dengbej.feedback.webhook.Webhooks;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumer of training events: jobs, their measures and how they end; while the database is unavailable they are retried. */
@ApplicationScoped
class TrainingEvents {

    @Inject
    FineTuning fineTuning;

    @Inject
    TrainingJobs jobs;

    @Inject
    Promotions promotions;

    @Inject
    Webhooks webhooks;

    @Incoming("training-events")
    @Blocking
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    @RetryWhen(exception = DatabaseUnavailable.class)
    void process(ConsumerRecord<String, byte[]> record) throws SQLException {
        Event event = CloudEvents.read(record).orElse(null);
        if (event instanceof JobStarted started) {
            jobs.seen(started.job(), started.voice());
        } else if (event instanceof EpochEvaluated evaluated) {
            jobs.evaluated(evaluated);
        } else if (event instanceof JobCompleted completed) {
            jobs.completed(completed);
            promotions.jobEnded(completed.job());
            fineTuning.close(completed.job(), true, completed.model().toString());
        } else if (event instanceof JobCancelled cancelled) {
            fineTuning.close(cancelled.job(), false, cancelled(cancelled));
        } else if (event instanceof JobFailed failed) {
            fineTuning.close(failed.job(), false, failed.reason());
        }
        if (event != null) {
            webhooks.add(event);
        }
    }

    private static String cancelled(JobCancelled event) {
        return event.reason() == null ? "cancelled" : "cancelled: " + event.reason();
    }
}
