package org.dengbej.feedback.messaging;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.outbox.Outbox.Waiting;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The sender of the transactional outbox: it sends the oldest events in order and marks them as sent when the broker has acknowledged
 * all of them. An event that is sent again, after a crash in between, has the same id.
 */
@ApplicationScoped
class OutboxSender {

    private static final String SOURCE = "/feedback-service";

    /** Below what the emitter buffers, which is 128. */
    private static final int MAX_BATCH_EVENTS = 100;

    /**
     * For a bug alone: each event is acknowledged or fails within {@code delivery.timeout.ms}. Giving up earlier would send again what
     * is still under way.
     */
    private static final Duration ACKNOWLEDGE_TIMEOUT = Duration.ofMinutes(10);

    @Channel("outbox")
    MutinyEmitter<byte[]> emitter;

    @Inject
    Outbox outbox;

    @Inject
    FeedbackMetrics metrics;

    /** While the broker or the database is unavailable, the interval grows to half a minute. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotStarted.class)
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    void send() {
        try {
            boolean full;
            do {
                int sent = QuarkusTransaction.requiringNew().call(this::sendOldest);
                metrics.outboxSent(sent);
                full = sent == MAX_BATCH_EVENTS;
            } while (full);
        } catch (RuntimeException e) {
            metrics.outboxSendFailed();
            Log.warnf("outbox not sent, trying again: reason=%s", reason(e));
            throw e;
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof CompositeException several
                ? several.getCauses().get(0).getMessage()
                : e.getMessage();
    }

    private int sendOldest() throws SQLException {
        List<Waiting> waiting = outbox.oldest(MAX_BATCH_EVENTS);
        if (waiting.isEmpty()) {
            return 0;
        }
        // The first one alone: a broker that is unavailable fails one event after seconds, and not a hundred one after
        // the other.
        send(waiting.subList(0, 1));
        send(waiting.subList(1, waiting.size()));
        outbox.markSent(waiting);
        return waiting.size();
    }

    /** Sends events in order and waits until the broker has acknowledged all of them. */
    private void send(List<Waiting> events) {
        List<Uni<Void>> sends = events.stream()
                .map(entry -> emitter.sendMessage(message(entry.event())))
                .toList();
        if (!sends.isEmpty()) {
            Uni.join().all(sends).andCollectFailures().await().atMost(ACKNOWLEDGE_TIMEOUT);
        }
    }

    private static Message<byte[]> message(Event event) {
        return Message.of(EventJson.write(event))
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(event.type().topic())
                        .withKey(event.key())
                        .withHeaders(CloudEvents.headers(event, SOURCE))
                        .build());
    }

    /** Holds the sender back until the channels are connected, which happens while the application starts. */
    @Singleton
    static class NotStarted implements Scheduled.SkipPredicate {

        private volatile boolean started;

        void start(@Observes StartupEvent event) {
            started = true;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !started;
        }
    }
}
