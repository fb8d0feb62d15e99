package org.dengbej.trainer.messaging;

import org.dengbej.events.Event;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.trainer.job.JobLostException;
import org.dengbej.trainer.report.JobEventPublisher;

/** Events of one job on Kafka, which only the job's holder can publish. */
record KafkaJobEventPublisher(Lease lease) implements JobEventPublisher {

    @Override
    public void publish(Event event) {
        whileHeld(() -> lease.publish(CloudEvents.toRecord(event, TrainerService.SOURCE)));
    }

    @Override
    public void assertHeld() {
        whileHeld(lease::assertHeld);
    }

    private static void whileHeld(Runnable publication) {
        try {
            publication.run();
        } catch (LeaseLostException e) {
            throw new JobLostException(e.getMessage(), e);
        }
    }
}
