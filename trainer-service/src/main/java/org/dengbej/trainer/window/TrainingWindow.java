package org.dengbej.trainer.window;

import ai.djl.engine.EngineException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dengbej.vits.objective.WindowTotals;

/**
 * N micro-batches, one optimizer step. What does not fit into memory, or cannot be learned from, contributes exactly nothing: since
 * its backward may have written a part of its gradient, all gradients are cleared and the window is replayed without it, filled up
 * by the next batch, with the totals that it then has.
 */
public final class TrainingWindow {

    /** What came of going through the window once. */
    private sealed interface Gathering {

        /** {@code gradientNorm}: before clipping; no finite number where a loss or a gradient is none. */
        record Complete(double gradientNorm) implements Gathering {}

        /** The window has changed, or may find more memory the next time. */
        record Again() implements Gathering {}

        record Stopped() implements Gathering {}
    }

    private final Objective objective;
    private final OptimizerStep optimizerStep;
    private final int accumulationSteps;
    private final OutOfMemoryPolicy policy;
    private final FrameCeiling ceiling;
    private final Consumer<SkippedBatch> skips;
    private final BooleanSupplier stop;

    /**
     * @param accumulationSteps micro-batches a step; an epoch's last window may hold fewer
     * @param policy            for what does not fit
     * @param skips             told of what was left out
     * @param stop              asked before each micro-batch
     */
    public TrainingWindow(
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
        this.ceiling = new FrameCeiling(objective.hopSamples());
        this.skips = skips;
        this.stop = stop;
    }

    /**
     * Trains one window.
     *
     * @param epoch what is left of the epoch; read until the window is full of batches that fit
     * @throws EngineException for any engine error but a lack of memory
     * @throws DoesNotFitException when there is no memory for a step, whatever the batches; the weights are as they were
     */
    public WindowOutcome train(Iterator<MicroBatch> epoch) {
        Window window = new Window(accumulationSteps, ceiling, policy, skips);
        Map<String, Double> losses = new LinkedHashMap<>();
        Gathering gathering;
        do {
            window.fill(epoch);
            if (window.isEmpty()) {
                return new WindowOutcome.EpochEnded(window.leftOut());
            }
            gathering = gatherGradients(window, losses);
        } while (gathering instanceof Gathering.Again);
        return gathering instanceof Gathering.Complete complete
                ? step(window, losses, complete.gradientNorm())
                : new WindowOutcome.Abandoned();
    }

    /** Backward of each part of the window, and its losses; then all that the step takes of memory. */
    private Gathering gatherGradients(Window window, Map<String, Double> losses) {
        WindowTotals totals = window.totals(objective.hopSamples());
        losses.clear();
        optimizerStep.zeroGradients();
        for (MicroBatch part : window.parts()) {
            if (stop.getAsBoolean()) {
                return new Gathering.Stopped();
            }
            try {
                OutOfMemory.expecting(() -> objective.backward(
                                part, totals, optimizerStep.scaler().scale()))
                        .forEach((term, share) -> losses.merge(term, share, Double::sum));
            } catch (DoesNotFitException e) {
                window.doesNotFit(part, e.getMessage());
                return new Gathering.Again();
            } catch (UnusableBatchException e) {
                window.leaveOut(SkippedBatch.unusable(part, e.getMessage()));
                return new Gathering.Again();
            }
        }
        return allFinite(losses) ? prepareStep(window) : new Gathering.Complete(Double.NaN);
    }

    private Gathering prepareStep(Window window) {
        try {
            return new Gathering.Complete(OutOfMemory.expecting(optimizerStep::prepare));
        } catch (DoesNotFitException e) {
            window.stepDoesNotFit(e);
            return new Gathering.Again();
        }
    }

    private WindowOutcome step(Window window, Map<String, Double> losses, double gradientNorm) {
        double lossScale = optimizerStep.scaler().scale();
        List<MicroBatch> parts = window.parts();
        WindowOutcome.Contents contents = new WindowOutcome.Contents(
                window.batches(),
                window.leftOut(),
                parts.stream().mapToLong(MicroBatch::items).sum(),
                parts.stream().flatMap(part -> part.utteranceIds().stream()).toList());
        return optimizerStep.take(gradientNorm)
                ? new WindowOutcome.Stepped(contents, losses, lossScale, gradientNorm)
                : new WindowOutcome.Overflowed(contents, losses, lossScale);
    }

    private static boolean allFinite(Map<String, Double> losses) {
        return losses.values().stream().allMatch(Double::isFinite);
    }
}
