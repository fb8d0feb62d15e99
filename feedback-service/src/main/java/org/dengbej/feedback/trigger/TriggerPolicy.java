package org.dengbej.feedback.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The policy that decides when a voice is fine-tuned.
 *
 * @param corrections number of approved ones that starts a job
 * @param targetScore mean opinion score that the voice should have: a job starts when it is below with its whole 95 % interval
 * @param coolDown    minimal time from the start of one job to the next
 */
public record TriggerPolicy(int corrections, double targetScore, Duration coolDown) {

    /** Triggers of a job. */
    public enum Trigger {
        /** Enough approved corrections wait. */
        CORRECTIONS,
        /** Listeners rate the champion below the target. */
        RATINGS,
        /** A voice builder asked for it. */
        BUILDER;

        /** Name in the database and the API. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The state of a voice that the policy looks at.
     *
     * @param waiting       approved corrections that wait for a job, counted up to what the policy asks for
     * @param jobOpen       whether a job is under way
     * @param lastJobStart  null when there was none
     * @param upperScore    upper end of the interval of the champion's mean opinion score; null while it has none
     * @param ratingsServed whether the champion's ratings have started a job: the same data would make the same voice
     */
    public record VoiceStatus(
            int waiting, boolean jobOpen, Instant lastJobStart, Double upperScore, boolean ratingsServed) {

        /** The same with a score; null: none. */
        VoiceStatus withUpperScore(Double upper) {
            return new VoiceStatus(waiting, jobOpen, lastJobStart, upper, ratingsServed);
        }
    }

    /** The trigger that starts a job now; empty: none does. */
    public Optional<Trigger> starts(VoiceStatus status, Instant now) {
        boolean cooledDown = status.lastJobStart == null || !now.isBefore(status.lastJobStart.plus(coolDown));
        if (status.jobOpen || !cooledDown) {
            return Optional.empty();
        }
        if (status.waiting >= corrections) {
            return Optional.of(Trigger.CORRECTIONS);
        }
        boolean below = status.upperScore != null && status.upperScore < targetScore;
        return below && !status.ratingsServed ? Optional.of(Trigger.RATINGS) : Optional.empty();
    }
}
