package org.dengbej.prep.report;

import java.util.Optional;
import java.util.function.Function;
import org.dengbej.speech.sound.SoundMeasures;

/**
 * Measures of a clip that a report draws; each is empty where it was not measured, as of a clip that was rejected before.
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

    /** {@code sound}: null where the clip was rejected before its sound was decoded. */
    public static ClipMeasures of(SoundMeasures sound) {
        return new ClipMeasures(
                value(sound, SoundMeasures::seconds),
                value(sound, SoundMeasures::loudnessLufs),
                value(sound, SoundMeasures::snrDb),
                value(sound, SoundMeasures::charactersPerSecond));
    }

    private static Optional<Double> value(SoundMeasures sound, Function<SoundMeasures, Double> measure) {
        return Optional.ofNullable(sound).map(measure).filter(Double::isFinite);
    }
}
