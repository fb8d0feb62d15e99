package org.dengbej.bench.result;

import java.util.Locale;

/** A metric that is compared. */
public enum Metric {
    /** One optimizer step of the {@code vits} objective, of generator and discriminators. */
    TRAIN_STEP_SECONDS("s"),
    /** Peak memory of the training process (VmHWM), in units of a million bytes; on a GPU, of its memory. */
    TRAIN_PEAK_MEMORY("MB"),
    /** Real-time factor: seconds of work per second of speech. */
    SYNTHESIS_RTF("s/s"),
    /** Recordings prepared to batches. */
    PREP_CLIPS_PER_SECOND("clips/s"),
    /** Batches written to the broker, and then read from it. */
    KAFKA_BATCHES_PER_SECOND("batches/s");

    private final String unit;

    Metric(String unit) {
        this.unit = unit;
    }

    /** Its name in the results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String unit() {
        return unit;
    }
}
