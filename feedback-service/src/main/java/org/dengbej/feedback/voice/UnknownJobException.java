package org.dengbej.feedback.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** A checkpoint of a job of which no event was seen, though it travels on another topic and may only be late. */
public final class UnknownJobException extends RuntimeException {

    /** Time within which the job's first event must be seen. */
    static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final transient Instant firstAttempt;

    /** {@code firstAttempt}: when it was tried first. */
    UnknownJobException(String job, String voice, Instant firstAttempt) {
        super(
                "CheckpointSaved.job must be a job of voice %s, found %s, of which no event was seen on the topic of training events within %d s"
                        .formatted(voice, job, TIMEOUT.toSeconds()));
        this.firstAttempt = firstAttempt;
    }

    /** Predicate of those that may only be late. */
    public static final class IsRecent implements Predicate<Throwable> {

        @Override
        public boolean test(Throwable failure) {
            return failure instanceof UnknownJobException unknown
                    && Instant.now().isBefore(unknown.firstAttempt.plus(TIMEOUT));
        }
    }
}
