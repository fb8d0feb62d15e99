package org.dengbej.feedback.web;

import java.time.Duration;

/** A request that may be right and cannot be served now. The reason is for the client. */
public final class RetryLaterException extends RuntimeException {

    private final transient ProblemDetail problem;

    private RetryLaterException(int status, Reason reason, Duration retryAfter) {
        problem = new ProblemDetail(status, reason, retryAfter);
    }

    /** HTTP 429: too much from this client. */
    public static RetryLaterException tooMany(Reason reason, Duration retryAfter) {
        return new RetryLaterException(429, reason, retryAfter);
    }

    /** HTTP 503: too much from all clients together, or a dependency is unavailable. */
    public static RetryLaterException unavailable(Reason reason, Duration retryAfter) {
        return new RetryLaterException(503, reason, retryAfter);
    }

    public ProblemDetail problem() {
        return problem;
    }

    @Override
    public String getMessage() {
        return problem.reason().english();
    }
}
