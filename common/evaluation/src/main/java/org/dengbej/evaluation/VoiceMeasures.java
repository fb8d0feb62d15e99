package org.dengbej.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures of a voice over utterances.
 *
 * @param values each measure that at least one utterance has
 */
public record VoiceMeasures(Map<VoiceMeasure, Measure> values) {

    public static final VoiceMeasures NONE = new VoiceMeasures(Map.of());

    public VoiceMeasures {
        Map<VoiceMeasure, Measure> copy = new EnumMap<>(VoiceMeasure.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** Means over utterances, each over those that have the measure. */
    public static VoiceMeasures of(List<SpokenUtterance> utterances) {
        Map<VoiceMeasure, Measure> measures = new EnumMap<>(VoiceMeasure.class);
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            double[] found = utterances.stream()
                    .flatMap(utterance -> utterance.value(measure).stream().boxed())
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (found.length > 0) {
                measures.put(measure, Measure.of(found).within(0, measure.most()));
            }
        }
        return new VoiceMeasures(measures);
    }

    /** The mean of second less first over the utterances, by id, that both spoke: paired, so that what is hard for both cancels out. */
    public static VoiceMeasures differences(List<SpokenUtterance> first, List<SpokenUtterance> second) {
        Map<String, SpokenUtterance> byId = new HashMap<>();
        first.forEach(utterance -> byId.put(utterance.id(), utterance));
        Map<VoiceMeasure, Measure> measures = new EnumMap<>(VoiceMeasure.class);
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            List<Double> differences = new ArrayList<>();
            for (SpokenUtterance utterance : second) {
                SpokenUtterance other = byId.get(utterance.id());
                if (other != null) {
                    OptionalDouble a = other.value(measure);
                    OptionalDouble b = utterance.value(measure);
                    if (a.isPresent() && b.isPresent()) {
                        differences.add(b.getAsDouble() - a.getAsDouble());
                    }
                }
            }
            if (!differences.isEmpty()) {
                measures.put(
                        measure,
                        Measure.of(differences.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
            }
        }
        return new VoiceMeasures(measures);
    }

    public Optional<Measure> get(VoiceMeasure measure) {
        return Optional.ofNullable(values.get(measure));
    }

    /** Mean of a measure; empty where no utterance has it. */
    public OptionalDouble mean(VoiceMeasure measure) {
        Measure found = values.get(measure);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found.mean());
    }

    /** Mean {@link VoiceMeasure#SCORE}, lower is better; empty where nothing could be spoken. */
    public OptionalDouble score() {
        return mean(VoiceMeasure.SCORE);
    }
}
