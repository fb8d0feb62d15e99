package org.dengbej.trainer.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.vits.loss.LossNormalizers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The validation loss: the objective's terms over utterances that are not learned from, with the same random draws each time. Weights
 * and moments stay as they are. What cannot be measured is skipped; a lack of memory here ends nothing.
 */
public final class ValidationLoss {

    private static final Logger LOG = LoggerFactory.getLogger(ValidationLoss.class);

    private final Objective objective;
    private final OptimizerStep optimizerStep;
    private final List<MicroBatch> validation;

    /**
     * @param objective     whose terms are measured
     * @param optimizerStep whose parameters' gradients the objective writes to: they are cleared again
     * @param validation       what is measured on; what cannot be used leaves the list for good
     */
    public ValidationLoss(Objective objective, OptimizerStep optimizerStep, List<MicroBatch> validation) {
        this.objective = objective;
        this.optimizerStep = optimizerStep;
        this.validation = new ArrayList<>(validation);
    }

    /** Utterances that are measured on. */
    public int utterances() {
        return validation.stream().mapToInt(MicroBatch::items).sum();
    }

    /** The losses by name; empty where there is nothing to measure on. */
    public Map<String, Double> losses() {
        Map<String, Double> losses = new LinkedHashMap<>();
        int measured;
        do {
            measured = validation.size();
            losses.clear();
            LossNormalizers normalizers = TrainingBatches.normalizers(validation, objective.hopSamples());
            validation.removeIf(batch -> !measure(batch, normalizers, losses));
        } while (validation.size() < measured);
        return losses;
    }

    private boolean measure(MicroBatch batch, LossNormalizers normalizers, Map<String, Double> losses) {
        try {
            OutOfMemory.expecting(() -> objective.measure(batch, normalizers))
                    .forEach((term, share) -> losses.merge(term, share, Double::sum));
            return true;
        } catch (DeviceMemoryException | UnusableBatchException e) {
            LOG.warn("validation batch skipped: utterances={} reason={}", batch.utteranceIds(), e.getMessage());
            return false;
        } finally {
            optimizerStep.zeroGradients();
        }
    }
}
