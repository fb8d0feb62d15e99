package org.dengbej.feedback.metrics;

import java.util.Locale;

/** The cause of an erasure. */
public enum ErasureCause {
    /** The listener asked for it. */
    LISTENER,
    /** It was kept for as long as the settings say. */
    RETENTION;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
