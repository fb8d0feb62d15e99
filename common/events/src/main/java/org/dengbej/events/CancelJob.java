package org.dengbej.events;

/**
 * Asks for a job to be stopped at its next step, with a checkpoint.
 *
 * @param job    which one
 * @param reason for the record
 */
public record CancelJob(String job, String reason) implements Event {

    public CancelJob {
        Require.name("CancelJob", "job", job);
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return job;
    }
}
