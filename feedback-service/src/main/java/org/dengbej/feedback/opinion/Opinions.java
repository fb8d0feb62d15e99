package org.dengbej.feedback.opinion;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dengbej.feedback.statistics.ExclusionReason;
import org.dengbej.feedback.statistics.MeanOpinionScore;

/**
 * Opinions of listeners on a version.
 *
 * @param score    the mean opinion score of the ratings that count; empty while none does
 * @param excluded ratings that do not count by the reason why not, in the order of the reasons
 */
public record Opinions(Optional<MeanOpinionScore> score, Map<ExclusionReason, Integer> excluded) {

    public Opinions {
        EnumMap<ExclusionReason, Integer> ordered = new EnumMap<>(ExclusionReason.class);
        ordered.putAll(excluded);
        excluded = Collections.unmodifiableMap(ordered);
    }
}
