package org.dengbej.feedback.web;

import java.time.Duration;

/**
 * Why a request was not granted.
 *
 * @param status     HTTP status, 400 or more
 * @param reason     for whoever asked; nothing of our inside
 * @param retryAfter when to come again; null: the same request will be refused again
 */
public record ProblemDetail(int status, String reason, Duration retryAfter) {

    public ProblemDetail {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal's status is from 400 to 599, found " + status);
        }
    }

    public ProblemDetail(int status, String reason) {
        this(status, reason, null);
    }

    /** For the Retry-After header: at least one second, and never too early. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
