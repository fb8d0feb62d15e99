package org.dengbej.feedback.trigger;

import java.time.Duration;
import java.time.Instant;

/**
 * The policy that decides when a voice is fine-tuned on its corrections.
 *
 * @param corrections number that starts a job
 * @param coolDown    minimal time from the start of one job to the next
 */
public record TriggerPolicy(int corrections, Duration coolDown) {

    /**
     * The state of a voice that the policy looks at.
     *
     * @param waiting      corrections that wait for a job, counted up to what the policy asks for
     * @param jobOpen      whether a job is under way
     * @param lastJobStart null when there was none
     */
    public record VoiceStatus(int waiting, boolean jobOpen, Instant lastJobStart) {}

    public boolean starts(VoiceStatus status, Instant now) {
        boolean cooledDown = status.lastJobStart == null || !now.isBefore(status.lastJobStart.plus(coolDown));
        return status.waiting >= corrections && !status.jobOpen && cooledDown;
    }
}
