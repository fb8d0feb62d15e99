package org.dengbej.events;

/**
 * An utterance that preparation rejected.
 *
 * @param utteranceId which one
 * @param reason      the filter, e.g. {@code too-few-upvotes}
 * @param detail      what was found
 * @param file        where the source has it: the table, or the sound where there is none; may be absent
 * @param row         of the table, as an editor or a spreadsheet counts them, from 1 on; absent where the file is the utterance
 */
public record RejectedUtterance(String utteranceId, String reason, String detail, String file, Long row) {

    public RejectedUtterance {
        Require.text("RejectedUtterance", "utteranceId", utteranceId);
        Require.text("RejectedUtterance", "reason", reason);
    }
}
