package org.dengbej.trainer.window;

import java.util.List;
import java.util.OptionalDouble;
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

    public void zeroGradients() {
        optimizers.forEach(optimizer -> optimizer.parameters().zeroGradients());
    }

    /**
     * Unscale once, clip, step, update. When one gradient anywhere is not finite, nobody steps.
     *
     * @return the global norm of all gradients before clipping; empty when nobody stepped
     */
    public OptionalDouble take() {
        optimizers.forEach(AdamW::reserve);
        optimizers.forEach(optimizer -> optimizer.parameters().settleGradients());
        optimizers.forEach(scaler::unscale);
        double squares = 0;
        for (AdamW optimizer : optimizers) {
            double norm = clip(optimizer);
            squares += norm * norm;
        }
        // The scaler sees this only where it is on; without it NaN would reach the weights.
        boolean finite = Double.isFinite(squares);
        if (finite) {
            optimizers.forEach(scaler::step);
        }
        scaler.update();
        return finite ? OptionalDouble.of(Math.sqrt(squares)) : OptionalDouble.empty();
    }

    /** Leaves weights and moments alone, since a loss is no number; a scaler takes it for an overflow. */
    public OptionalDouble refuse() {
        scaler.backOff();
        return OptionalDouble.empty();
    }

    private double clip(AdamW optimizer) {
        try (Gradients gradients = Gradients.of(optimizer.parameters())) {
            return Ops.clipByGlobalNorm(gradients.arrays(), maxGradientNorm > 0 ? maxGradientNorm : Double.MAX_VALUE);
        }
    }
}
