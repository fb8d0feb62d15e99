package org.dengbej.feedback.metrics;

import java.util.Locale;
import org.dengbej.feedback.web.InvalidInputException;

/** The outcome of a submitted rating or correction. */
public enum SubmissionOutcome {
    /** Stored, once. */
    ACCEPTED,
    /** The same submission as one that was stored before. */
    REPEATED,
    /** A different content under a submission that was stored before. */
    CONFLICT,
    /** Refused, for a reason that the response states. */
    REJECTED,
    /** Not stored for a reason of ours: the database unavailable, too many at once, a defect. */
    FAILED;

    private static final int STATUS_CONFLICT = 409;

    public static SubmissionOutcome of(InvalidInputException refusal) {
        return refusal.status() == STATUS_CONFLICT ? CONFLICT : REJECTED;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
