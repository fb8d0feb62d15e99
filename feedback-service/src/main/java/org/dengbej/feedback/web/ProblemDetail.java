package org.dengbej.feedback.web;

import java.time.Duration;

/**
 * The problem for which a request was refused, after RFC 9457.
 *
 * @param status     HTTP status, 400 or more
 * @param reason     for the client; no internals
 * @param retryAfter time until a retry may succeed; null: the same request will be refused again
 */
public record ProblemDetail(int status, Reason reason, Duration retryAfter) {

    public ProblemDetail {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("expected a status from 400 to 599, found " + status);
        }
    }

    public ProblemDetail(int status, Reason reason) {
        this(status, reason, null);
    }

    /** The Retry-After header: rounded up, at least one second. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
