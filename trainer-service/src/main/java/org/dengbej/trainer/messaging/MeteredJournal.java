package org.dengbej.trainer.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Event;
import org.dengbej.events.StepsTrained;
import org.dengbej.trainer.run.Journal;

/** Counts what a journal publishes. */
final class MeteredJournal implements Journal {

    private final Journal journal;
    private final MeterRegistry metrics;
    private final AtomicReference<Double> lossScale;

    /** {@code lossScale} receives the newest one. */
    MeteredJournal(Journal journal, MeterRegistry metrics, AtomicReference<Double> lossScale) {
        this.journal = journal;
        this.metrics = metrics;
        this.lossScale = lossScale;
    }

    @Override
    public void publish(Event event) {
        journal.publish(event);
        if (event instanceof StepsTrained step) {
            metrics.timer("dengbej.trainer.step", "applied", Boolean.toString(step.applied()))
                    .record(Duration.ofNanos((long) (step.secondsAStep() * 1e9)));
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
        journal.assertHeld();
    }
}
