package org.dengbej.trainer.loop;

import java.util.List;
import java.util.Map;
import org.dengbej.trainer.step.StepOutcome;

/**
 * Ends a run whose losses or gradients stay NaN or infinite. A gradient scaler overflows now and then, and some times in a row
 * while it looks for its scale; the weights have not moved meanwhile.
 */
final class NonFiniteGuard {

    private static final int NAMED = 10;

    private final int maxConsecutive;
    private int consecutive;

    NonFiniteGuard(int maxConsecutive) {
        this.maxConsecutive = maxConsecutive;
    }

    /** @throws UntrainableException naming terms and utterances, when it has been too often in a row */
    void after(StepOutcome.Trained trained) {
        if (trained instanceof StepOutcome.Stepped) {
            consecutive = 0;
            return;
        }
        consecutive++;
        if (consecutive == maxConsecutive) {
            List<String> ids = trained.contents().utteranceIds();
            throw new UntrainableException(
                    "%d steps in a row were skipped, since %s was not finite, the last time for the utterances %s%s; the last checkpoint is good. Look at these recordings, or lower the learning rate"
                            .formatted(
                                    consecutive,
                                    culprits(trained.losses()),
                                    ids.subList(0, Math.min(NAMED, ids.size())),
                                    ids.size() > NAMED ? " and others" : ""));
        }
    }

    private static String culprits(Map<String, Double> losses) {
        List<String> terms = losses.entrySet().stream()
                .filter(term -> !Double.isFinite(term.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return terms.isEmpty() ? "a gradient" : "the loss " + terms;
    }
}
