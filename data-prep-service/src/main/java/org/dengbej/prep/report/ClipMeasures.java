package org.dengbej.prep.report;

import java.util.Optional;

/**
 * Measures of a clip's sound; each is empty where it was not measured, as of a clip that was rejected before.
 *
 * @param seconds             length
 * @param loudnessLufs        integrated loudness (ITU-R BS.1770), LUFS
 * @param snrDb               signal-to-noise ratio, dB
 * @param charactersPerSecond speaking rate
 */
public record ClipMeasures(
        Optional<Double> seconds,
        Optional<Double> loudnessLufs,
        Optional<Double> snrDb,
        Optional<Double> charactersPerSecond) {

    public static final ClipMeasures NONE =
            new ClipMeasures(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Those that need no look at the samples. */
    public static ClipMeasures of(double seconds, String text) {
        return new ClipMeasures(
                Optional.of(seconds),
                Optional.empty(),
                Optional.empty(),
                seconds > 0 ? Optional.of(text.codePointCount(0, text.length()) / seconds) : Optional.empty());
    }
}
