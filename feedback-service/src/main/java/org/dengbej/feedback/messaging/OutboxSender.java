package org.dengbej.feedback.messaging;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.dengbej.events.Event;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.outbox.Outbox.Waiting;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The sender of the transactional outbox: it sends the oldest events in order and marks them as sent when the broker has acknowledged
 * all of them. An event that is sent again, after a crash in between, has the same id.
 */
@ApplicationScoped
class OutboxSender {

    private static final String SOURCE = "/feedback-service";

    private static final int MAX_BATCH_EVENTS = 2000;

    /** Buffer of the emitter until the producer has it: a whole batch. */
    private static final int BUFFERED_EVENTS = 2048;

    /**
     * For a bug alone: each event is acknowledged or fails within {@code delivery.timeout.ms}. Giving up earlier would send again what
     * is still under way.
     */
    private static final Duration ACKNOWLEDGE_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration MIN_RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(30);

    private final MutinyEmitter<byte[]> emitter;
    private final Outbox outbox;
    private final FeedbackMetrics metrics;

    private Duration retryDelay = Duration.ZERO;
    private long failedNanos;

    @Inject
    OutboxSender(
            @Channel("outbox") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED_EVENTS)
                    MutinyEmitter<byte[]> emitter,
            Outbox outbox,
            FeedbackMetrics metrics) {
        this.emitter = emitter;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /**
     * Sends all that waits. While the broker or the database is unavailable, the time to the next attempt grows to half a minute,
     * however many events are added meanwhile. For one thread at a time.
     */
    void send() {
        if (System.nanoTime() - failedNanos < retryDelay.toNanos()) {
            return;
        }
        try {
            int sent;
            do {
                sent = QuarkusTransaction.requiringNew().call(this::sendOldest);
                metrics.outboxSent(sent);
            } while (sent == MAX_BATCH_EVENTS);
            retryDelay = Duration.ZERO;
        } catch (RuntimeException e) {
            metrics.outboxSendFailed();
            failedNanos = System.nanoTime();
            retryDelay = longer(retryDelay);
            Log.warnf("outbox not sent, trying again: delay=%s reason=%s", retryDelay, reason(e));
        }
    }

    private static Duration longer(Duration delay) {
        Duration doubled = delay.isZero() ? MIN_RETRY_DELAY : delay.multipliedBy(2);
        return doubled.compareTo(MAX_RETRY_DELAY) < 0 ? doubled : MAX_RETRY_DELAY;
    }

    /** The message of the first failure, which others wrap. */
    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private int sendOldest() throws SQLException {
        List<Waiting> waiting = outbox.oldest(MAX_BATCH_EVENTS);
        if (waiting.isEmpty()) {
            return 0;
        }
        // Outside the transaction, though it goes on: the callbacks of what is sent would carry it to the producer's
        // threads.
        QuarkusTransaction.suspendingExisting().run(() -> sendAll(waiting));
        outbox.markSent(waiting);
        return waiting.size();
    }

    private void sendAll(List<Waiting> waiting) {
        // The first one alone: an unavailable broker fails one event after seconds, and not two thousand in turn.
        send(waiting.subList(0, 1));
        send(waiting.subList(1, waiting.size()));
    }

    /** Sends events in order and waits until the broker has acknowledged all of them. */
    private void send(List<Waiting> events) {
        List<Uni<Void>> sends = events.stream()
                .map(entry -> emitter.sendMessage(message(entry)))
                .toList();
        if (!sends.isEmpty()) {
            Uni.join().all(sends).andCollectFailures().await().atMost(ACKNOWLEDGE_TIMEOUT);
        }
    }

    private static Message<byte[]> message(Waiting entry) {
        Event event = entry.event();
        return Message.of(entry.body())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(event.type().topic())
                        .withKey(event.key())
                        .withHeaders(CloudEvents.headers(event, SOURCE))
                        .build());
    }
}
