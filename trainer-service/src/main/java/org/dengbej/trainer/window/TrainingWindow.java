package org.dengbej.trainer.window;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dengbej.vits.objective.WindowTotals;

/**
 * N micro-batches, one optimizer step. A batch that does not fit into memory, or cannot be learned from, contributes exactly nothing: since its backward may
 * have written a part of its gradient, all gradients are cleared, the next batch takes its place, and the window is replayed with
 * the totals that it then has.
 */
public final class TrainingWindow {

    private final Objective objective;
    private final OptimizerStep optimizerStep;
    private final int accumulationSteps;
    private final Consumer<SkippedBatch> skips;
    private final BooleanSupplier stop;

    /**
     * @param accumulationSteps micro-batches a step; an epoch's last window may hold fewer
     * @param skips             told of each batch that did not fit
     * @param stop              asked before each micro-batch
     */
    public TrainingWindow(
            Objective objective,
            OptimizerStep optimizerStep,
            int accumulationSteps,
            Consumer<SkippedBatch> skips,
            BooleanSupplier stop) {
        this.objective = objective;
        this.optimizerStep = optimizerStep;
        this.accumulationSteps = accumulationSteps;
        this.skips = skips;
        this.stop = stop;
    }

    /**
     * Trains one window.
     *
     * @param epoch what is left of the epoch; read until the window is full of batches that fit
     * @throws EngineException for any engine error but a lack of memory
     */
    public WindowOutcome train(Iterator<MicroBatch> epoch) {
        List<MicroBatch> window = new ArrayList<>();
        while (true) {
            while (window.size() < accumulationSteps && epoch.hasNext()) {
                window.add(epoch.next());
            }
            if (window.isEmpty()) {
                return new WindowOutcome.EpochEnded();
            }
            if (stop.getAsBoolean()) {
                return new WindowOutcome.Abandoned();
            }
            Optional<Map<String, Double>> losses = gatherGradients(window);
            if (losses.isPresent()) {
                return step(window, losses.get());
            }
        }
    }

    /** The window's losses; empty when a batch did not fit, which is then no longer in the window, or a stop was asked for. */
    private Optional<Map<String, Double>> gatherGradients(List<MicroBatch> window) {
        WindowTotals totals = totals(window);
        Map<String, Double> losses = new LinkedHashMap<>();
        optimizerStep.zeroGradients();
        for (MicroBatch batch : window) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            Optional<SkippedBatch> skipped = backward(batch, totals, losses);
            if (skipped.isPresent()) {
                JniUtils.emptyCudaCache();
                window.remove(batch);
                skips.accept(skipped.get());
                return Optional.empty();
            }
        }
        return Optional.of(losses);
    }

    private WindowTotals totals(List<MicroBatch> window) {
        return WindowTotals.of(window.stream().map(MicroBatch::batch).toList(), objective.hopSamples());
    }

    private Optional<SkippedBatch> backward(MicroBatch batch, WindowTotals totals, Map<String, Double> losses) {
        try {
            objective
                    .backward(batch, totals, optimizerStep.scaler().scale())
                    .forEach((term, share) -> losses.merge(term, share, Double::sum));
            return Optional.empty();
        } catch (EngineException | OutOfMemoryError e) {
            if (!OutOfMemory.matches(e)) {
                throw e;
            }
            String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return Optional.of(new SkippedBatch(batch, SkippedBatch.OUT_OF_MEMORY, words));
        } catch (UnusableBatchException e) {
            return Optional.of(new SkippedBatch(batch, SkippedBatch.UNUSABLE, e.getMessage()));
        }
    }

    private WindowOutcome step(List<MicroBatch> window, Map<String, Double> losses) {
        double lossScale = optimizerStep.scaler().scale();
        long items = window.stream().mapToLong(MicroBatch::items).sum();
        OptionalDouble norm = optimizerStep.take();
        optimizerStep.zeroGradients();
        return norm.isPresent()
                ? new WindowOutcome.Stepped(window.size(), items, losses, lossScale, norm.getAsDouble())
                : new WindowOutcome.Overflowed(window.size(), items, losses, lossScale);
    }
}
