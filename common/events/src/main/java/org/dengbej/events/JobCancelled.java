package org.dengbej.events;

import java.net.URI;

/**
 * A job has ended because somebody asked for it with {@link CancelJob}.
 *
 * @param job            its name
 * @param voice          its voice
 * @param reason         given by who asked; absent when none was
 * @param lastCheckpoint the last good one; absent when there is none
 */
public record JobCancelled(String job, String voice, String reason, URI lastCheckpoint) implements Event {

    public JobCancelled {
        Require.name("JobCancelled", "job", job);
        Require.name("JobCancelled", "voice", voice);
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
