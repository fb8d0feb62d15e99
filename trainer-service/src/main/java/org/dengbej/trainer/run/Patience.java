package org.dengbej.trainer.run;

import java.util.List;
import java.util.Map;
import org.dengbej.trainer.window.WindowOutcome;

/**
 * Ends a run whose losses or gradients are no numbers any more. A gradient scaler overflows now and then, and some times in a row
 * while it looks for its scale; the weights have not moved meanwhile.
 */
final class Patience {

    private static final int NAMED = 10;

    private final int maxInARow;
    private int inARow;

    Patience(int maxInARow) {
        this.maxInARow = maxInARow;
    }

    /** @throws UntrainableException naming terms and utterances, when it has been too often in a row */
    void after(WindowOutcome.Trained trained) {
        if (trained instanceof WindowOutcome.Stepped) {
            inARow = 0;
            return;
        }
        inARow++;
        if (inARow == maxInARow) {
            List<String> ids = trained.contents().utteranceIds();
            throw new UntrainableException(
                    "%d steps in a row were left out, since %s was no number, the last time for the utterances %s%s; the last checkpoint is good. Look at these recordings, or lower the learning rate"
                            .formatted(
                                    inARow,
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
