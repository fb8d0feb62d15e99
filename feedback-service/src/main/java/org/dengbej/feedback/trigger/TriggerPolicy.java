package org.dengbej.feedback.trigger;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when a voice learns from its corrections.
 *
 * @param corrections that are enough
 * @param coolDown    from the start of one job to the next
 */
public record TriggerPolicy(int corrections, Duration coolDown) {

    /**
     * What is known of a voice.
     *
     * @param waiting      corrections that no job has learned from
     * @param jobOpen      whether a job is under way
     * @param lastJobStart null when there was none
     */
    public record VoiceStatus(int waiting, boolean jobOpen, Instant lastJobStart) {}

    public boolean starts(VoiceStatus status, Instant now) {
        boolean cooledDown = status.lastJobStart == null || !now.isBefore(status.lastJobStart.plus(coolDown));
        return status.waiting >= corrections && !status.jobOpen && cooledDown;
    }
}
