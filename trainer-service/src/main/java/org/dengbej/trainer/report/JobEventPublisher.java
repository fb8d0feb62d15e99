package org.dengbej.trainer.report;

import org.dengbej.events.Event;
import org.dengbej.trainer.job.JobLostException;

/** The publisher of a job's events. */
public interface JobEventPublisher {

    /**
     * Publishes an event; on return it counts.
     *
     * @throws JobLostException when the job is no longer ours, and the event does not count
     */
    void publish(Event event);

    /**
     * Checks that the job is still ours, before something is written that others read.
     *
     * @throws JobLostException when it is not
     */
    void assertHeld();
}
