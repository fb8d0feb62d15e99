package org.dengbej.feedback.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The policy that decides when a voice is fine-tuned.
 *
 * @param corrections       number of approved ones that starts a job
 * @param correctionSeconds length of approved ones that starts a job, in seconds; null: none does
 * @param targetScore       mean opinion score that the voice should have: a job starts when it is below with its whole 95 % interval; 1: never
 * @param every             time after the start of a job after which the next one starts if any approved correction waits, the first one at once; null: never
 * @param coolDown          minimal time from the start of one job to the next
 */
public record TriggerPolicy(
        int corrections, Double correctionSeconds, double targetScore, Duration every, Duration coolDown) {

    /** Triggers of a job. */
    public enum Trigger {
        /** Enough approved corrections wait. */
        CORRECTIONS,
        /** Listeners rate the champion below the target. */
        RATINGS,
        /** The last job was started long ago. */
        SCHEDULE,
        /** A voice builder asked for it. */
        BUILDER;

        /** Name in the database and the API. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Approved corrections that wait for a job: how many, and how long they are together. */
    public record Waiting(int corrections, double seconds) {

        static final Waiting NOTHING = new Waiting(0, 0);

        Waiting plus(double moreSeconds) {
            return new Waiting(corrections + 1, seconds + moreSeconds);
        }
    }

    /**
     * The state of a voice that the policy looks at.
     *
     * @param waiting       counted up to what the policy asks for
     * @param jobOpen       whether a job is under way
     * @param lastJobStart  null when there was none
     * @param upperScore    upper end of the interval of the champion's mean opinion score; null while it has none
     * @param ratingsServed whether the champion's ratings have started a job: the same data would make the same voice
     */
    public record VoiceStatus(
            Waiting waiting, boolean jobOpen, Instant lastJobStart, Double upperScore, boolean ratingsServed) {

        /** The same with a score; null: none. */
        VoiceStatus withUpperScore(Double upper) {
            return new VoiceStatus(waiting, jobOpen, lastJobStart, upper, ratingsServed);
        }
    }

    /** The trigger that starts a job now; empty: none does. */
    public Optional<Trigger> starts(VoiceStatus status, Instant now) {
        if (status.jobOpen || !isOver(status.lastJobStart, coolDown, now)) {
            return Optional.empty();
        }
        if (enough(status.waiting)) {
            return Optional.of(Trigger.CORRECTIONS);
        }
        if (status.upperScore != null && status.upperScore < targetScore && !status.ratingsServed) {
            return Optional.of(Trigger.RATINGS);
        }
        boolean scheduled = every != null && status.waiting.corrections > 0 && isOver(status.lastJobStart, every, now);
        return scheduled ? Optional.of(Trigger.SCHEDULE) : Optional.empty();
    }

    private boolean enough(Waiting waiting) {
        return waiting.corrections >= corrections
                || correctionSeconds != null && waiting.corrections > 0 && waiting.seconds >= correctionSeconds;
    }

    private static boolean isOver(Instant begin, Duration time, Instant now) {
        return begin == null || !now.isBefore(begin.plus(time));
    }
}
