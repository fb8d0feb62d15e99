package org.dengbej.events;

/**
 * An utterance that preparation rejected.
 *
 * @param utteranceId which one
 * @param reason      the filter, e.g. {@code too-few-upvotes}
 * @param detail      what was found
 */
public record RejectedUtterance(String utteranceId, String reason, String detail) {

    public RejectedUtterance {
        Require.text("RejectedUtterance", "utteranceId", utteranceId);
        Require.text("RejectedUtterance", "reason", reason);
    }
}
