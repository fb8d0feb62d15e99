package org.dengbej.events;

import java.net.URI;

/**
 * A job has failed.
 *
 * @param job            its name
 * @param voice          its voice
 * @param reason         what was found, what was expected and what to do
 * @param lastCheckpoint the last good one; absent when there is none
 */
public record JobFailed(String job, String voice, String reason, URI lastCheckpoint) implements Event {

    public JobFailed {
        Require.name("JobFailed", "job", job);
        Require.name("JobFailed", "voice", voice);
        Require.text("JobFailed", "reason", reason);
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
