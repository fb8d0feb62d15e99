package org.dengbej.feedback.statistics;

import java.util.Locale;

/** Reason for which an answer does not count; the first that applies is the one that is shown. */
public enum ExclusionReason {
    /** A voice builder banned the listener. */
    BANNED,
    /** The listener answered without hearing to the end. */
    NOT_PLAYED,
    /** The listener misjudged at least half of the gold questions, recordings whose score is known, by more than one. */
    GOLD_MISSED,
    /** The listener failed at least half of the traps, which say what to answer. */
    TRAP_MISSED,
    /** The listener gave the same score to everything. */
    NO_VARIANCE,
    /** The listener did not finish a single set. */
    SET_UNFINISHED,
    /** The listener's bias is further from the others' than chance explains. */
    OUTLIER,
    /** The listener gave more ratings than count. */
    LISTENER_CAP,
    /** The listener's network gave more ratings than count. */
    NETWORK_CAP;

    /** Name in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
