package org.dengbej.feedback.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.dengbej.feedback.config.FeedbackConfig;

/** The limits of a recording, for templates: the recorder checks them before it sends. */
@Named("recordingLimits")
@ApplicationScoped
public class RecordingLimits {

    private static final double BYTES_PER_MIB = 1 << 20;

    @Inject
    FeedbackConfig config;

    public double minSeconds() {
        return config.correction().minSeconds();
    }

    public double maxSeconds() {
        return config.correction().maxSeconds();
    }

    public long maxBytes() {
        return config.correction().maxBytes();
    }

    /** {@link #maxBytes()} in MiB. */
    public double maxMegabytes() {
        return maxBytes() / BYTES_PER_MIB;
    }
}
