package org.dengbej.feedback.messaging;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.feedback.voice.Promotion;
import org.dengbej.feedback.web.DatabaseUnavailable;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumer of checkpoints, which become voices. One that cannot is dead-lettered with the reason; while the database is unavailable it is retried. */
@ApplicationScoped
class Checkpoints {

    @Inject
    Promotion promotion;

    @Incoming("checkpoints")
    @Blocking
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    @RetryWhen(exception = DatabaseUnavailable.class)
    void process(ConsumerRecord<String, byte[]> record) throws SQLException {
        promotion.promote(CloudEvents.read(record, CheckpointSaved.class));
    }
}
