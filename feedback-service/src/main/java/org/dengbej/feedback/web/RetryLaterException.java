package org.dengbej.feedback.web;

import java.time.Duration;

/** A request that may be right and cannot be served now. The message is for the client. */
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

    /** HTTP 503: too much from all clients together, or a dependency is unavailable. */
    public static RetryLaterException unavailable(String reason, Duration retryAfter) {
        return new RetryLaterException(503, reason, retryAfter);
    }

    public ProblemDetail problem() {
        return problem;
    }
}
