package org.dengbej.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.dengbej.vits.Draws;
import org.dengbej.vits.Seeds;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.loss.MelLoss;
import org.dengbej.vits.loss.MelSettings;
import org.dengbej.vits.loss.TrainingBatch;

/** The scripts' mel-reconstruction objective: a mean over items, so a micro-batch counts by its share of the step's items. */
public final class MelObjective implements Objective {

    public static final String NAME = "mel";

    private final VitsModel model;
    private final MelLoss objective;
    private final long seed;
    private final NDManager manager;

    /** {@code seed}: of the run. */
    public MelObjective(VitsModel model, long seed) {
        this.model = model;
        this.seed = seed;
        this.objective = new MelLoss(MelSettings.torchaudio(model.config().samplingRate()), model.device());
        this.manager = Torch.newManager(model.device());
    }

    @Override
    public int hopSamples() {
        return model.config().hopSamples();
    }

    @Override
    public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
        BatchValidator.checkTokensAndSpeakers(batch, model);
        double share = (double) batch.items() / normalizers.items();
        Draws draws = Draws.keyed(Seeds.of(seed, batch.epoch()), batch.utteranceIds());
        try (TrainingBatch input = TrainingBatches.of(batch.batch(), model.speakers(), manager);
                Autograd.Recording recording = Autograd.record()) {
            NDArray loss = objective.loss(model, input, draws);
            recording.backward(loss, lossScale * share);
            double value = loss.toFloatArray()[0] * share;
            return Map.of(TOTAL, value, NAME, value);
        }
    }

    @Override
    public Map<String, Double> measure(MicroBatch batch, LossNormalizers normalizers) {
        return backward(batch, normalizers, 1);
    }

    @Override
    public void close() {
        objective.close();
        manager.close();
    }
}
