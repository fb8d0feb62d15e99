package org.dengbej.trainer.window;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.events.LossWeights;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.Draws;
import org.dengbej.vits.Seeds;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.objective.TrainingBatch;
import org.dengbej.vits.objective.VitsObjective;

/**
 * The full objective. The discriminators learn first and are frozen while the generator hears them, so that its gradient reaches
 * none of theirs; both step at the window's end.
 */
public final class VitsTraining implements Objective {

    public static final String NAME = "vits";

    private final VitsModel model;
    private final DiscriminatorModel discriminators;
    private final VitsObjective objective;
    private final LossWeights weights;
    private final long seed;
    private final NDManager manager;
    private boolean heard = true;

    /**
     * @param weights all present
     * @param seed    of the run
     */
    public VitsTraining(VitsModel model, DiscriminatorModel discriminators, LossWeights weights, long seed) {
        this.model = model;
        this.discriminators = discriminators;
        this.weights = weights;
        this.seed = seed;
        this.objective =
                new VitsObjective(model, discriminators, DiscriminatorConfig.of(model.config()), model.device());
        this.manager = NDManager.newBaseManager(model.device(), "PyTorch");
    }

    /** Whether the generator hears the discriminators from now on; new ones know nothing to say. */
    public void hearDiscriminators(boolean hear) {
        heard = hear;
    }

    @Override
    public int hopSamples() {
        return model.config().hopSamples();
    }

    @Override
    public Map<String, Double> backward(MicroBatch batch, WindowTotals totals, double lossScale) {
        Usable.check(batch, model.config());
        double share = (double) batch.items() / totals.items();
        Draws draws = Draws.keyed(Seeds.of(seed, batch.epoch()), batch.utteranceIds());
        Map<String, Double> losses = new LinkedHashMap<>();
        try (TrainingBatch input = TrainingBatch.of(batch.batch(), manager);
                Autograd.Recording recording = Autograd.record()) {
            VitsObjective.Generated generated = objective.generate(input, draws);
            VitsObjective.Lesson lesson = objective.teach(input, generated);
            losses.put("discriminator", lesson.loss().getFloat() * share);
            recording.backward(lesson.loss(), lossScale * share * weights.discriminator());
            Autograd.freeze(discriminators.parameters().list());
            try {
                NDArray total = generatorLoss(input, generated, lesson, totals, share, losses);
                losses.put(TOTAL, (double) total.getFloat());
                recording.backward(total, lossScale);
            } finally {
                Autograd.unfreeze(discriminators.parameters().list());
            }
        }
        return losses;
    }

    /** Each term divided by the window's own total. */
    private NDArray generatorLoss(
            TrainingBatch input,
            VitsObjective.Generated generated,
            VitsObjective.Lesson lesson,
            WindowTotals totals,
            double share,
            Map<String, Double> losses) {
        NDArray total = term("mel", generated.mel(), share, weights.mel(), losses)
                .add(term("kl", generated.kl(), 1.0 / totals.frames(), weights.kl(), losses))
                .add(term("duration", generated.duration(), 1.0 / totals.tokens(), weights.duration(), losses));
        if (!heard) {
            return total;
        }
        VitsObjective.Judged judged = objective.judge(input, generated, lesson);
        return total.add(term("adversarial", judged.adversarial(), share, weights.adversarial(), losses))
                .add(term("feature_matching", judged.featureMatching(), share, weights.featureMatching(), losses));
    }

    private static NDArray term(String name, NDArray loss, double share, double weight, Map<String, Double> losses) {
        losses.put(name, loss.getFloat() * share);
        return Ops.times(loss, share * weight);
    }

    @Override
    public void close() {
        objective.close();
        manager.close();
    }
}
