package org.dengbej.feedback.me;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a recording as its listener sees it. */
public enum RecordingState {
    /** Others have not heard it, or not agreed, yet. */
    PENDING,
    /** The next job trains on it. */
    APPROVED,
    /** No job trains on it. */
    REJECTED,
    /** A job has trained on it, or does. */
    TRAINED;

    /** Name in JSON. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RecordingState of(String state, boolean hasJob) {
        return hasJob ? TRAINED : valueOf(state.toUpperCase(Locale.ROOT));
    }
}
