package org.dengbej.trainer.step;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.Draws;
import org.dengbej.vits.Seeds;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.LossCoefficients;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.loss.TrainingBatch;
import org.dengbej.vits.loss.VitsLoss;

/** The full objective. Both networks step at its end. */
public final class VitsObjective implements Objective {

    private final VitsModel model;
    private final VitsLoss objective;
    private final LossCoefficients coefficients;
    private final long seed;
    private final boolean dropout;
    private final NDManager manager;
    private boolean adversarial = true;

    /**
     * @param coefficients of the loss terms
     * @param seed         of the run
     * @param dropout      whether the generator trains with its configuration's dropout
     */
    public VitsObjective(
            VitsModel model,
            DiscriminatorModel discriminators,
            LossCoefficients coefficients,
            long seed,
            boolean dropout) {
        this.model = model;
        this.coefficients = coefficients;
        this.seed = seed;
        this.dropout = dropout;
        this.objective = new VitsLoss(model, discriminators, DiscriminatorConfig.of(model.config()));
        this.manager = Torch.newManager(model.device());
    }

    /** Includes the discriminators' scores in the generator's loss from now on, or not: new ones know nothing. */
    public void adversarialLossEnabled(boolean enabled) {
        adversarial = enabled;
    }

    @Override
    public int hopSamples() {
        return model.config().hopSamples();
    }

    @Override
    public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
        return backward(batch, new VitsLoss.Settings(normalizers, coefficients, lossScale, adversarial, dropout));
    }

    @Override
    public Map<String, Double> measure(MicroBatch batch, LossNormalizers normalizers) {
        return backward(batch, new VitsLoss.Settings(normalizers, coefficients, 1, adversarial, false));
    }

    private Map<String, Double> backward(MicroBatch batch, VitsLoss.Settings settings) {
        BatchValidator.check(batch, model);
        Draws draws = Draws.keyed(Seeds.of(seed, batch.epoch()), batch.utteranceIds());
        try (TrainingBatch input = TrainingBatches.of(batch.batch(), model.speakers(), manager)) {
            return objective.backward(input, draws, settings).terms();
        }
    }

    @Override
    public void close() {
        objective.close();
        manager.close();
    }
}
