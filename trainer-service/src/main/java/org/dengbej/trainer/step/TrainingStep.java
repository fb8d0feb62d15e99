package org.dengbej.trainer.step;

import ai.djl.engine.EngineException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dengbej.vits.loss.LossNormalizers;

/**
 * N micro-batches, one optimizer step. What does not fit into memory, or cannot be learned from, contributes exactly nothing: since
 * its backward may have written a part of its gradient, all gradients are cleared and the group is replayed without it, filled up
 * by the next batch, with the totals that it then has.
 */
public final class TrainingStep {

    /** The result of going through the group once. */
    private sealed interface Gathering {

        /** {@code gradientNorm}: before clipping; no finite number where a loss or a gradient is none. */
        record Complete(double gradientNorm) implements Gathering {}

        /** The group has changed, or may find more memory the next time. */
        record Again() implements Gathering {}

        record Stopped() implements Gathering {}
    }

    private final Objective objective;
    private final OptimizerStep optimizerStep;
    private final int accumulationSteps;
    private final OutOfMemoryPolicy policy;
    private final FrameLimit ceiling;
    private final Consumer<SkippedBatch> skips;
    private final BooleanSupplier stop;

    /**
     * @param accumulationSteps micro-batches a step; an epoch's last group may hold fewer
     * @param policy            for what does not fit
     * @param skips             told of what was skipped
     * @param stop              asked before each micro-batch
     */
    public TrainingStep(
            Objective objective,
            OptimizerStep optimizerStep,
            int accumulationSteps,
            OutOfMemoryPolicy policy,
            Consumer<SkippedBatch> skips,
            BooleanSupplier stop) {
        this.objective = objective;
        this.optimizerStep = optimizerStep;
        this.accumulationSteps = accumulationSteps;
        this.policy = policy;
        this.ceiling = new FrameLimit(objective.hopSamples());
        this.skips = skips;
        this.stop = stop;
    }

    /**
     * Takes one optimizer step.
     *
     * @param epoch what is left of the epoch; read until the group is full of batches that fit
     * @throws EngineException for any engine error but a lack of memory
     * @throws DeviceMemoryException when there is no memory for a step, whatever the batches; the weights are as they were
     */
    public StepOutcome train(Iterator<MicroBatch> epoch) {
        MicroBatchGroup group = new MicroBatchGroup(accumulationSteps, ceiling, policy, skips);
        Map<String, Double> losses = new LinkedHashMap<>();
        Gathering gathering;
        do {
            group.fill(epoch);
            if (group.isEmpty()) {
                return new StepOutcome.EpochEnded(group.skipped());
            }
            gathering = gatherGradients(group, losses);
        } while (gathering instanceof Gathering.Again);
        return gathering instanceof Gathering.Complete complete
                ? step(group, losses, complete.gradientNorm())
                : new StepOutcome.Abandoned();
    }

    /** Backward of each part of the group, and its losses; then all that the step takes of memory. */
    private Gathering gatherGradients(MicroBatchGroup group, Map<String, Double> losses) {
        LossNormalizers normalizers = group.normalizers(objective.hopSamples());
        losses.clear();
        optimizerStep.zeroGradients();
        for (MicroBatch part : group.parts()) {
            if (stop.getAsBoolean()) {
                return new Gathering.Stopped();
            }
            try {
                OutOfMemory.expecting(() -> objective.backward(
                                part, normalizers, optimizerStep.scaler().scale()))
                        .forEach((term, share) -> losses.merge(term, share, Double::sum));
            } catch (DeviceMemoryException e) {
                group.doesNotFit(part, e.getMessage());
                return new Gathering.Again();
            } catch (UnusableBatchException e) {
                group.skip(SkippedBatch.unusable(part, e.getMessage()));
                return new Gathering.Again();
            }
        }
        return allFinite(losses) ? prepareStep(group) : new Gathering.Complete(Double.NaN);
    }

    private Gathering prepareStep(MicroBatchGroup group) {
        try {
            return new Gathering.Complete(OutOfMemory.expecting(optimizerStep::prepare));
        } catch (DeviceMemoryException e) {
            group.stepDoesNotFit(e);
            return new Gathering.Again();
        }
    }

    private StepOutcome step(MicroBatchGroup group, Map<String, Double> losses, double gradientNorm) {
        double lossScale = optimizerStep.scaler().scale();
        List<MicroBatch> parts = group.parts();
        StepOutcome.Contents contents = new StepOutcome.Contents(
                group.batches(),
                group.skipped(),
                parts.stream().mapToLong(MicroBatch::items).sum(),
                parts.stream().flatMap(part -> part.utteranceIds().stream()).toList());
        return optimizerStep.take(gradientNorm)
                ? new StepOutcome.Stepped(contents, losses, lossScale, gradientNorm)
                : new StepOutcome.Overflowed(contents, losses, lossScale);
    }

    private static boolean allFinite(Map<String, Double> losses) {
        return losses.values().stream().allMatch(Double::isFinite);
    }
}
