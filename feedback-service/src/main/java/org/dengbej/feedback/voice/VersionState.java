package org.dengbej.feedback.voice;

import java.util.Locale;

/** The states of a version. A voice has one champion and one challenger at most. */
public enum VersionState {
    /** It has spoken its sentences and waits for the end of its job, its measures, or for the challenger before it. */
    CANDIDATE,
    /** It is compared with the champion in blind pairs. */
    CHALLENGER,
    /** Listeners hear it. */
    CHAMPION,
    /** It lost, was replaced, or was rolled back. */
    RETIRED;

    /** Name in the database and the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VersionState parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
