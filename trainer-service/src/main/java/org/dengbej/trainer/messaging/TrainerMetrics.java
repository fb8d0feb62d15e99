package org.dengbej.trainer.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Event;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.messaging.DeadLetters;

/** The trainer's metrics, see docs/operations/metrics.md. Each is there, at zero, before its first event. */
@ApplicationScoped
class TrainerMetrics {

    private static final String PREFIX = "dengbej.trainer.";

    @Inject
    MeterRegistry registry;

    private final AtomicReference<Double> lossScale = new AtomicReference<>(1.0);
    private final AtomicReference<Double> jobActive = new AtomicReference<>(0.0);

    void register(@Observes StartupEvent event) {
        registry.gauge(PREFIX + "loss.scale", lossScale, AtomicReference::get);
        registry.gauge(PREFIX + "job.active", jobActive, AtomicReference::get);
        List.of(true, false).forEach(this::step);
        BatchSkipped.REASONS.forEach(this::skippedBatches);
        checkpoints();
        for (String kind : DeadLetters.KINDS) {
            deadLetters(Topics.TRAINING_JOBS, kind);
            deadLetters(Topics.BATCHES, kind);
            deadLetters(Topics.TEMPORARY_BATCHES, kind);
        }
        skippedEvents(Topics.DATASETS);
        skippedEvents(Topics.JOB_COMMANDS);
    }

    void jobActive(boolean active) {
        jobActive.set(active ? 1.0 : 0.0);
    }

    /** An event of a job was published. */
    void published(Event event) {
        if (event instanceof StepsTrained step) {
            step(step.applied()).record(Duration.ofNanos((long) (step.stepSeconds() * 1e9)));
            lossScale.set(step.lossScale());
        } else if (event instanceof BatchSkipped skipped) {
            skippedBatches(skipped.reason()).increment();
        } else if (event instanceof CheckpointSaved) {
            checkpoints().increment();
        }
    }

    void deadLettered(String topic, Throwable why) {
        deadLetters(topic, DeadLetters.kind(why)).increment();
    }

    void skippedEvent(String topic) {
        skippedEvents(topic).increment();
    }

    private Timer step(boolean applied) {
        return registry.timer(PREFIX + "step", "applied", Boolean.toString(applied));
    }

    private Counter skippedBatches(String reason) {
        return registry.counter(PREFIX + "batches.skipped", "reason", reason);
    }

    private Counter checkpoints() {
        return registry.counter(PREFIX + "checkpoints");
    }

    private Counter deadLetters(String topic, String kind) {
        return registry.counter(PREFIX + "dead.letters", "topic", topic, "kind", kind);
    }

    private Counter skippedEvents(String topic) {
        return registry.counter(PREFIX + "events.skipped", "topic", topic);
    }
}
