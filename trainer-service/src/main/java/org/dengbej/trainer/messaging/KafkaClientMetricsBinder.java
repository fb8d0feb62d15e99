package org.dengbej.trainer.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.dengbej.messaging.KafkaClientObserver;

/** A binder of Kafka's own metrics, which are gone with their client; the channels' are bound by Quarkus. */
@ApplicationScoped
class KafkaClientMetricsBinder implements KafkaClientObserver {

    @Inject
    MeterRegistry registry;

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
