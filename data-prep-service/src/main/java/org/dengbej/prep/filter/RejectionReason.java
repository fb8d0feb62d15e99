package org.dengbej.prep.filter;

import java.util.Locale;

/** A reason for which a recording is rejected, as events and metrics name it. */
public enum RejectionReason {
    TOO_FEW_UPVOTES,
    TOO_MANY_DOWNVOTES,
    EMPTY_TEXT,
    UNSPEAKABLE_TEXT,
    UNKNOWN_CHARACTERS,
    TOO_MANY_TOKENS,
    MISSING_AUDIO,
    UNDECODABLE_AUDIO,
    CANCELLED_OUT,
    SILENT,
    CLIPPED,
    NOISY,
    NARROW_BAND,
    SPEAKING_RATE_OUTLIER,
    TOO_SHORT,
    TOO_LONG,
    FEWER_FRAMES_THAN_TOKENS,
    OVER_FRAME_BUDGET,
    WITHOUT_NAME,
    NAME_TOO_LONG,
    DUPLICATE,
    OTHER_SPEAKER,
    OTHER_GENDER,
    SPEAKER_BELOW_MIN_HOURS;

    /** Its name on the wire, e.g. {@code too-short}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
