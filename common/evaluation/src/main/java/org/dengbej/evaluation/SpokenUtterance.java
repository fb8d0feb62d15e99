package org.dengbej.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An utterance as a voice spoke it, beside its recording.
 *
 * @param id       of the recorded utterance
 * @param text     as the voice reads it
 * @param recorded the recording
 * @param spoken   what the voice said
 * @param values   measures that it has, all finite
 */
public record SpokenUtterance(String id, String text, Sound recorded, Sound spoken, Map<VoiceMeasure, Double> values) {

    public SpokenUtterance {
        Map<VoiceMeasure, Double> copy = new EnumMap<>(VoiceMeasure.class);
        copy.putAll(values);
        copy.values().removeIf(value -> !Double.isFinite(value));
        values = Collections.unmodifiableMap(copy);
    }

    /** Empty where there is none, e.g. a log-F0 error where no frame is voiced in both. */
    public OptionalDouble value(VoiceMeasure measure) {
        Double value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
