package org.dengbej.messaging;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** An observer of Kafka clients, told of each that is opened and before it is closed, e.g. to bind its metrics for as long as it lives. */
public interface KafkaClientObserver {

    /** An observer that observes nothing. */
    KafkaClientObserver NONE = new KafkaClientObserver() {
        @Override
        public Observation opened(Consumer<?, ?> consumer) {
            return () -> {};
        }

        @Override
        public Observation opened(Producer<?, ?> producer) {
            return () -> {};
        }
    };

    /** The observation of one client, closed before the client is. */
    interface Observation extends AutoCloseable {

        @Override
        void close();
    }

    /** Begins to observe a consumer. What it throws ends the consumer. */
    Observation opened(Consumer<?, ?> consumer);

    /** Begins to observe a producer. What it throws ends the producer. */
    Observation opened(Producer<?, ?> producer);
}
