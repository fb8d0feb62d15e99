package org.dengbej.feedback.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;

/**
 * Gauges of the events that wait in the outbox. They are read from the database every few seconds and not at each scrape, which must
 * not wait for it; NaN while it is unavailable and before the first look.
 */
@Startup
@ApplicationScoped
public class OutboxGauges {

    private final Outbox outbox;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;
    private volatile double waitingEvents = Double.NaN;
    private volatile double oldestAgeSeconds = Double.NaN;

    @Inject
    OutboxGauges(Outbox outbox, MeterRegistry registry) {
        this.outbox = outbox;
        this.registry = registry;
        gauges = List.of(
                Gauge.builder("dengbej.feedback.outbox.waiting", this, own -> own.waitingEvents)
                        .description("Events that wait for the broker")
                        .baseUnit("events")
                        .register(registry),
                Gauge.builder("dengbej.feedback.outbox.oldest.age", this, own -> own.oldestAgeSeconds)
                        .description("Age of the oldest event that waits for the broker; 0 when none waits")
                        .baseUnit("seconds")
                        .register(registry));
    }

    /** The registry outlives an application that is started again in its process, and would keep the gauges of the old one. */
    @PreDestroy
    void remove() {
        gauges.forEach(registry::remove);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            Outbox.Backlog backlog = outbox.backlog();
            waitingEvents = backlog.events();
            oldestAgeSeconds = backlog.oldestAgeSeconds();
        } catch (SQLException e) {
            waitingEvents = Double.NaN;
            oldestAgeSeconds = Double.NaN;
            Log.debugf("outbox not measured: reason=%s", e.getMessage());
        }
    }
}
