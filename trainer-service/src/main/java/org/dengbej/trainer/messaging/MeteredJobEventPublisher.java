package org.dengbej.trainer.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Event;
import org.dengbej.events.StepsTrained;
import org.dengbej.trainer.report.JobEventPublisher;

/** Counts what a journal publishes. */
final class MeteredJobEventPublisher implements JobEventPublisher {

    private final JobEventPublisher publisher;
    private final MeterRegistry metrics;
    private final AtomicReference<Double> lossScale;

    /** {@code lossScale} receives the newest one. */
    MeteredJobEventPublisher(JobEventPublisher publisher, MeterRegistry metrics, AtomicReference<Double> lossScale) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.lossScale = lossScale;
    }

    @Override
    public void publish(Event event) {
        publisher.publish(event);
        if (event instanceof StepsTrained step) {
            metrics.timer("dengbej.trainer.step", "applied", Boolean.toString(step.applied()))
                    .record(Duration.ofNanos((long) (step.stepSeconds() * 1e9)));
            lossScale.set(step.lossScale());
        } else if (event instanceof BatchSkipped skipped) {
            metrics.counter("dengbej.trainer.batches.skipped", "reason", skipped.reason())
                    .increment();
        } else if (event instanceof CheckpointSaved) {
            metrics.counter("dengbej.trainer.checkpoints").increment();
        }
    }

    @Override
    public void assertHeld() {
        publisher.assertHeld();
    }
}
