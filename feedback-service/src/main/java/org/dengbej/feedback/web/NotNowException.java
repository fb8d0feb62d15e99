package org.dengbej.feedback.web;

import java.time.Duration;

/** What was asked may be right, and we cannot do it now. The message is for whoever asked. */
public final class NotNowException extends RuntimeException {

    private final Refusal refusal;

    private NotNowException(int status, String reason, Duration retryAfter) {
        super(reason);
        refusal = new Refusal(status, reason, retryAfter);
    }

    /** HTTP 429: too much from this client. */
    public static NotNowException tooMany(String reason, Duration retryAfter) {
        return new NotNowException(429, reason, retryAfter);
    }

    /** HTTP 503: too much from all of them, or a part of ours is away. */
    public static NotNowException unavailable(String reason, Duration retryAfter) {
        return new NotNowException(503, reason, retryAfter);
    }

    public Refusal refusal() {
        return refusal;
    }
}
