package org.dengbej.local.client;

import java.time.Instant;

/**
 * The status of a training job.
 *
 * @param job    its name
 * @param voice  its voice
 * @param state  what it does
 * @param since  when it was asked for, or, where it has ended, when that was
 * @param detail for people: how far it is, where the voice lies, why it failed; may be empty
 */
public record JobStatus(String job, String voice, State state, Instant since, String detail) {

    /** The states of a job. */
    public enum State {
        QUEUED,
        RUNNING,
        CANCELLING,
        COMPLETED,
        CANCELLED,
        FAILED;

        /** True when nothing more happens to the job, unless it is asked for again. */
        public boolean ended() {
            return this == COMPLETED || this == CANCELLED || this == FAILED;
        }
    }

    JobStatus with(State next, Instant at, String text) {
        return new JobStatus(job, voice, next, at, text);
    }
}
