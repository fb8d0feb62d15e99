package org.dengbej.local.client;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.dengbej.events.Event;
import org.dengbej.local.CommandException;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.KafkaClients;

/** Publishes single events; for who follows none. */
public final class EventPublisher {

    static final String SOURCE = "/command-line";

    private static final long TIMEOUT_SECONDS = 30;

    private EventPublisher() {}

    /** Publishes an event; on return the broker has it. */
    public static void publish(Map<String, Object> connection, Event event) {
        try (KafkaProducer<String, byte[]> producer = KafkaClients.producer(connection)) {
            publish(producer, event);
        }
    }

    static void publish(KafkaProducer<String, byte[]> producer, Event event) {
        try {
            producer.send(CloudEvents.toRecord(event, SOURCE)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException(
                    "the broker did not take %s: %s".formatted(event.type().type(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }
}
