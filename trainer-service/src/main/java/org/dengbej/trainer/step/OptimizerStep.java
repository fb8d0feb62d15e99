package org.dengbej.trainer.step;

import java.util.List;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.optim.Gradients;
import org.dengbej.vits.engine.Ops;

/**
 * From gathered gradients to moved weights.
 *
 * @param optimizers      whose parameters are trained
 * @param scaler          of their gradients
 * @param maxGradientNorm global norm to clip to, for each optimizer's parameters; 0: none
 */
public record OptimizerStep(List<AdamW> optimizers, GradScaler scaler, double maxGradientNorm) {

    public OptimizerStep {
        optimizers = List.copyOf(optimizers);
    }

    /** For a step that is gathered from its beginning. */
    public void zeroGradients() {
        optimizers.forEach(optimizer -> optimizer.parameters().zeroGradients());
        scaler.forget();
    }

    /**
     * Unscale once and clip: all of the step that takes memory, while weights and moments are still as they were.
     *
     * @return the global norm of all gradients before clipping; no finite number when one of them is none
     */
    public double prepare() {
        optimizers.forEach(AdamW::reserve);
        optimizers.forEach(optimizer -> optimizer.parameters().settleGradients());
        optimizers.forEach(scaler::unscale);
        double squares = 0;
        for (AdamW optimizer : optimizers) {
            double norm = clip(optimizer);
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    /**
     * Step and update. When the norm is no finite number, nobody steps, and a scaler takes it for an overflow.
     *
     * @return whether they stepped
     */
    public boolean take(double norm) {
        if (!Double.isFinite(norm)) {
            scaler.backOff();
            return false;
        }
        optimizers.forEach(scaler::step);
        scaler.update();
        return true;
    }

    private double clip(AdamW optimizer) {
        try (Gradients gradients = Gradients.of(optimizer.parameters())) {
            return Ops.clipByGlobalNorm(gradients.arrays(), maxGradientNorm > 0 ? maxGradientNorm : Double.MAX_VALUE);
        }
    }
}
