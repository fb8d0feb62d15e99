package org.dengbej.feedback.webhook;

import java.time.Instant;

/**
 * A delivery to a webhook, as pages show it.
 *
 * @param nextAttemptAt null when there is none any more
 * @param deliveredAt   null as long as it was not acknowledged
 * @param error         of the last attempt; null for none
 */
public record WebhookDelivery(
        String url,
        String type,
        Instant createdAt,
        int attempts,
        Instant nextAttemptAt,
        Instant deliveredAt,
        String error) {}
