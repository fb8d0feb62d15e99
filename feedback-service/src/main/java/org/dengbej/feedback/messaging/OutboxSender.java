package org.dengbej.feedback.messaging;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.outbox.Outbox.Waiting;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.faulttolerance.Retry;

/** Sends what waits in the outbox, in order. What is sent twice, after a crash in between, has the same id. */
@ApplicationScoped
class OutboxSender {

    private static final String SOURCE = "/feedback-service";
    private static final int AT_ONCE = 100;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    Outbox outbox;

    private Producer<String, byte[]> producer;

    @PostConstruct
    void open() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.remove("group.id");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ofSeconds(2));
    }

    /** While the broker or the database is away, it tries less and less often, but twice a minute. */
    @Scheduled(every = "0.5s", concurrentExecution = ConcurrentExecution.SKIP)
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @ExponentialBackoff(maxDelay = 30, maxDelayUnit = ChronoUnit.SECONDS)
    void send() {
        try {
            QuarkusTransaction.requiringNew().call(this::sendOldest);
        } catch (RuntimeException e) {
            Log.warnf("outbox not sent, trying again: reason=%s", e.getMessage());
            throw e;
        }
    }

    private int sendOldest() throws SQLException, ExecutionException, InterruptedException {
        List<Waiting> waiting = outbox.oldest(AT_ONCE);
        List<Future<?>> sent = waiting.stream()
                .<Future<?>>map(entry -> producer.send(CloudEvents.toRecord(entry.event(), SOURCE)))
                .toList();
        producer.flush();
        for (Future<?> future : sent) {
            future.get();
        }
        if (!waiting.isEmpty()) {
            outbox.markSent(waiting);
        }
        return waiting.size();
    }
}
