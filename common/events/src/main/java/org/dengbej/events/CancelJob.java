package org.dengbej.events;

/**
 * Asks for a job to be cancelled: at its next micro-batch, with a checkpoint, or before it begins. Answered by {@link JobCancelled}.
 *
 * @param job    its name; also the record key
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
