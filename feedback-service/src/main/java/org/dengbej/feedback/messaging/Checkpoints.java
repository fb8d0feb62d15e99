package org.dengbej.feedback.messaging;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.feedback.voice.Candidates;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Consumer of checkpoints, which become versions of their voice. One that cannot is dead-lettered with the reason; while the database is
 * unavailable, or the job's own events may be late, it is retried.
 */
@ApplicationScoped
class Checkpoints {

    @Inject
    Candidates candidates;

    @Incoming("checkpoints")
    @Blocking
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    @RetryWhen(exception = RetriableFailure.class)
    void process(ConsumerRecord<String, byte[]> record) throws SQLException, IOException {
        candidates.add(CloudEvents.read(record, CheckpointSaved.class));
    }
}
