package org.dengbej.trainer.learner;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.TrainVoice;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.InvalidJobException;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.DiscriminatorOrigin;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.ExponentialMovingAverage;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.step.MelObjective;
import org.dengbej.trainer.step.Objective;
import org.dengbej.trainer.step.OptimizerStep;
import org.dengbej.trainer.step.VitsObjective;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Torch;

/** The state of a job's training, on its device: the networks, their objective, the optimizers and the gradient scaler. */
public final class Learner implements AutoCloseable {

    private static final String PARAMETER = "parameter/";
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final String AVERAGE = "average/";

    private final Tokenizer tokenizer;
    private final TrainingPlan plan;
    private final ResolvedHyperparameters hyperparameters;
    private final VitsModel model;
    private final DiscriminatorModel discriminators;
    private final DiscriminatorOrigin discriminatorOrigin;
    private final Objective objective;
    private final Map<String, AdamW> optimizers = new LinkedHashMap<>();
    private final OptimizerStep optimizerStep;

    /** Of the generator's weights; null where none is asked for. */
    private final ExponentialMovingAverage average;

    private final TrainingState state;

    /**
     * @param plan the numbers that it is trained with
     * @param base where the job begins
     * @param from the checkpoint from which it is resumed, if there is one
     * @throws InvalidJobException when the checkpoint is of another model
     */
    public Learner(TrainingPlan plan, BaseModel base, Optional<Checkpoint> from, Device device) {
        TrainVoice job = plan.job();
        hyperparameters = plan.resolved();
        MixedPrecision mixedPrecision = MixedPrecision.of(hyperparameters.fp16(), device);
        tokenizer = base.voice().tokenizer();
        if (job.objective().equals(TrainVoice.MEL)) {
            model = VitsModel.of(base.voice(), device, mixedPrecision.precision());
            discriminators = null;
            discriminatorOrigin = null;
            objective = new MelObjective(model, job.seed());
        } else {
            model = VitsModel.forTraining(base.voice(), device, mixedPrecision.precision());
            RunDiscriminators run = RunDiscriminators.of(
                    base.discriminators(),
                    from,
                    new RunDiscriminators.Blueprint(
                            DiscriminatorConfig.of(base.voice().config()),
                            job.seed(),
                            device,
                            mixedPrecision.precision()));
            discriminators = run.model();
            discriminatorOrigin = run.origin();
            objective = new VitsObjective(
                    model, discriminators, hyperparameters.lossCoefficients(), job.seed(), hyperparameters.dropout());
            optimizers.put(
                    DISCRIMINATOR,
                    new AdamW(
                            discriminators.parameters(),
                            hyperparameters.adamW(),
                            hyperparameters.discriminatorLearningRate()));
        }
        optimizers.put(
                GENERATOR, new AdamW(model.parameters(), hyperparameters.adamW(), hyperparameters.learningRate()));
        GradScaler scaler = mixedPrecision.scaled() ? GradScaler.enabled() : GradScaler.disabled();
        optimizerStep = new OptimizerStep(List.copyOf(optimizers.values()), scaler, hyperparameters.maxGradientNorm());
        state = from.map(Checkpoint::state)
                .orElseGet(() -> TrainingState.initial(job.job(), job.seed(), scaler.state(), discriminatorOrigin));
        average = hyperparameters.emaDecay() > 0
                ? new ExponentialMovingAverage(model.parameters(), hyperparameters.emaDecay())
                : null;
        this.plan =
                discriminatorOrigin == null || discriminatorOrigin.fresh() ? plan : plan.withLearnedDiscriminators();
        from.ifPresent(this::load);
    }

    /** The numbers that it is trained with, those that follow from the discriminators included. */
    public TrainingPlan plan() {
        return plan;
    }

    private void load(Checkpoint checkpoint) {
        try {
            loadTensors(checkpoint);
        } catch (IllegalArgumentException e) {
            throw new InvalidJobException(
                    "[%s] this checkpoint is of another model or objective: %s; give the job its own output folder"
                            .formatted(checkpoint.folder(), e.getMessage()),
                    e);
        }
    }

    private void loadTensors(Checkpoint checkpoint) {
        model.parameters().load(TensorNames.stripPrefix(PARAMETER, checkpoint.trained()));
        optimizers.forEach(
                (name, optimizer) -> optimizer.load(TensorNames.stripPrefix(name + "/", checkpoint.trained())));
        optimizerStep.scaler().load(checkpoint.state().scaler());
        if (average != null) {
            average.load(TensorNames.stripPrefix(AVERAGE, checkpoint.trained()));
        }
    }

    /** The weights as they are trained and the optimizers' moments, named for {@link Checkpoint#trained}; fetched when read. */
    public Map<String, Tensor> trained() {
        Map<String, Tensor> weights = average == null ? model.parameters().tensors() : average.trained();
        Map<String, Tensor> trained = new LinkedHashMap<>(TensorNames.withPrefix(PARAMETER, weights));
        if (average != null) {
            trained.putAll(TensorNames.withPrefix(AVERAGE, average.state()));
        }
        optimizers.forEach((name, optimizer) -> trained.putAll(TensorNames.withPrefix(name + "/", optimizer.state())));
        return trained;
    }

    /** The discriminators' weights; empty where the objective has none. */
    public Map<String, Tensor> discriminator() {
        return discriminators == null ? Map.of() : discriminators.parameters().tensors();
    }

    /** The discriminators' origin and what follows from it, for people; null where the objective has none. */
    public String discriminatorOrigin() {
        if (discriminatorOrigin == null || !discriminatorOrigin.fresh()) {
            return discriminatorOrigin == null ? null : discriminatorOrigin.description();
        }
        return "%s; the generator hears them after %d steps"
                .formatted(discriminatorOrigin.description(), plan.schedule().discriminatorWarmUpSteps());
    }

    /** Sets what depends on how far the run is: so many steps are behind, in an epoch counted from 1. */
    public void beginStep(TrainingSchedule schedule, long steps, int epoch) {
        double factor = schedule.learningRateFactor(steps, epoch);
        optimizers.get(GENERATOR).setLearningRate(hyperparameters.learningRate() * factor);
        if (objective instanceof VitsObjective vits) {
            optimizers.get(DISCRIMINATOR).setLearningRate(hyperparameters.discriminatorLearningRate() * factor);
            vits.adversarialLossEnabled(schedule.adversarialLossEnabled(steps));
        }
    }

    /** Takes note of a step that moved the weights, the n-th that did. */
    public void stepped(long n) {
        if (average != null) {
            average.update(n);
        }
    }

    /** Does work with the voice that is published: the weights' average, where there is one, in the model. */
    public <T, E extends Exception> T asPublished(ExponentialMovingAverage.Work<T, E> work) throws E {
        return average == null ? work.done() : average.inPlaceOfWeights(work);
    }

    /** The plan's. */
    public ResolvedHyperparameters hyperparameters() {
        return hyperparameters;
    }

    /** Of the generator, in this step. */
    public double learningRate() {
        return optimizers.get(GENERATOR).learningRate();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public VitsModel model() {
        return model;
    }

    public Objective objective() {
        return objective;
    }

    public OptimizerStep optimizerStep() {
        return optimizerStep;
    }

    /** The state from which this learner begins. */
    public TrainingState state() {
        return state;
    }

    /** For people, e.g. {@code cpu() PyTorch 2.7.1}. */
    public String device() {
        return model.device() + " PyTorch " + Torch.engine().getVersion();
    }

    @Override
    public void close() {
        objective.close();
        optimizers.values().forEach(AdamW::close);
        if (average != null) {
            average.close();
        }
        model.close();
        if (discriminators != null) {
            discriminators.close();
        }
    }
}
