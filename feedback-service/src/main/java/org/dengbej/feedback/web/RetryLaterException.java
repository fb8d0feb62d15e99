package org.dengbej.feedback.web;

import java.time.Duration;

/** What was asked may be right, and we cannot do it now. The message is for whoever asked. */
public final class RetryLaterException extends RuntimeException {

    private final ProblemDetail problem;

    private RetryLaterException(int status, String reason, Duration retryAfter) {
        super(reason);
        problem = new ProblemDetail(status, reason, retryAfter);
    }

    /** HTTP 429: too much from this client. */
    public static RetryLaterException tooMany(String reason, Duration retryAfter) {
        return new RetryLaterException(429, reason, retryAfter);
    }

    /** HTTP 503: too much from all of them, or a part of ours is away. */
    public static RetryLaterException unavailable(String reason, Duration retryAfter) {
        return new RetryLaterException(503, reason, retryAfter);
    }

    public ProblemDetail problem() {
        return problem;
    }
}
