package org.dengbej.trainer.messaging;

import org.dengbej.events.Event;
import org.dengbej.trainer.report.JobEventPublisher;

/** A publisher whose events are counted. */
record MeteredJobEventPublisher(JobEventPublisher publisher, TrainerMetrics metrics) implements JobEventPublisher {

    @Override
    public void publish(Event event) {
        publisher.publish(event);
        metrics.published(event);
    }

    @Override
    public void assertHeld() {
        publisher.assertHeld();
    }
}
