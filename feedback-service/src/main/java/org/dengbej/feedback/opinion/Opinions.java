package org.dengbej.feedback.opinion;

import java.util.Map;
import java.util.Optional;
import org.dengbej.feedback.statistics.ExclusionReason;
import org.dengbej.feedback.statistics.MeanOpinionScore;

/**
 * Opinions of listeners on a version.
 *
 * @param score    the mean opinion score of the ratings that count; empty while none does
 * @param excluded ratings that do not count by the reason why not
 */
public record Opinions(Optional<MeanOpinionScore> score, Map<ExclusionReason, Integer> excluded) {

    public Opinions {
        excluded = Map.copyOf(excluded);
    }
}
