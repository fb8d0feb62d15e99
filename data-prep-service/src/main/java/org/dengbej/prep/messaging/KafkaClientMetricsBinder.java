package org.dengbej.prep.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.dengbej.messaging.KafkaClientObserver;

/** A binder of Kafka's own metrics ({@code kafka.consumer...}, {@code kafka.producer...}), which are gone with their client. */
record KafkaClientMetricsBinder(MeterRegistry registry) implements KafkaClientObserver {

    @Override
    public Observation opened(Consumer<?, ?> consumer) {
        return bind(new KafkaClientMetrics(consumer));
    }

    @Override
    public Observation opened(Producer<?, ?> producer) {
        return bind(new KafkaClientMetrics(producer));
    }

    private Observation bind(KafkaClientMetrics metrics) {
        metrics.bindTo(registry);
        return metrics::close;
    }
}
