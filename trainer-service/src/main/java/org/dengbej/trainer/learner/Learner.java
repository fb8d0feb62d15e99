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
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.step.MelObjective;
import org.dengbej.trainer.step.Objective;
import org.dengbej.trainer.step.OptimizerStep;
import org.dengbej.trainer.step.VitsObjective;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.weights.FreshWeights;
import org.dengbej.vits.weights.SavedWeights;
import org.dengbej.vits.weights.WeightSource;

/** The state of a job's training, on its device: the networks, their objective, the optimizers and the gradient scaler. */
public final class Learner implements AutoCloseable {

    private static final String PARAMETER = "parameter/";
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    private final Tokenizer tokenizer;
    private final ResolvedHyperparameters hyperparameters;
    private final VitsModel model;
    private final DiscriminatorModel discriminators;
    private final Objective objective;
    private final Map<String, AdamW> optimizers = new LinkedHashMap<>();
    private final OptimizerStep optimizerStep;
    private final TrainingState state;
    private final int warmUpSteps;

    /**
     * @param base where the job begins
     * @param from the checkpoint from which it is resumed, if there is one
     * @throws org.dengbej.events.InvalidEventException when the objective is not known
     * @throws InvalidJobException when the checkpoint is of another model
     */
    public Learner(TrainVoice job, BaseModel base, Optional<Checkpoint> from, Device device) {
        hyperparameters = ResolvedHyperparameters.of(job);
        MixedPrecision mixedPrecision = MixedPrecision.of(hyperparameters.fp16(), device);
        tokenizer = base.voice().tokenizer();
        if (job.objective().equals(TrainVoice.MEL)) {
            model = VitsModel.of(base.voice(), device, mixedPrecision.precision());
            discriminators = null;
            objective = new MelObjective(model, job.seed());
            warmUpSteps = 0;
        } else {
            model = VitsModel.forTraining(base.voice(), device, mixedPrecision.precision());
            discriminators = discriminators(base, from, job.seed(), device, mixedPrecision.precision());
            objective = new VitsObjective(model, discriminators, hyperparameters.lossCoefficients(), job.seed());
            warmUpSteps = base.discriminator().isEmpty() ? hyperparameters.discriminatorWarmUpSteps() : 0;
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
                .orElseGet(() -> TrainingState.initial(job.job(), job.seed(), scaler.state()));
        from.ifPresent(this::load);
    }

    private static DiscriminatorModel discriminators(
            BaseModel base, Optional<Checkpoint> from, long seed, Device device, Precision precision) {
        Map<String, Tensor> saved = from.map(Checkpoint::discriminator).orElse(base.discriminator());
        WeightSource source = saved.isEmpty() ? new FreshWeights(seed) : new SavedWeights(saved);
        return new DiscriminatorModel(DiscriminatorConfig.of(base.voice().config()), source, device, true, precision);
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
    }

    /** The weights as they are trained and the optimizers' moments, named for {@link Checkpoint#trained}; fetched when read. */
    public Map<String, Tensor> trained() {
        Map<String, Tensor> trained = new LinkedHashMap<>(
                TensorNames.withPrefix(PARAMETER, model.parameters().tensors()));
        optimizers.forEach((name, optimizer) -> trained.putAll(TensorNames.withPrefix(name + "/", optimizer.state())));
        return trained;
    }

    /** The discriminators' weights; empty where the objective has none. */
    public Map<String, Tensor> discriminator() {
        return discriminators == null ? Map.of() : discriminators.parameters().tensors();
    }

    /** Sets what depends on how far the run is. */
    public void beginStep(long steps, int epoch) {
        double decay = hyperparameters.decay(epoch);
        optimizers.get(GENERATOR).setLearningRate(hyperparameters.learningRate() * decay);
        if (objective instanceof VitsObjective vits) {
            optimizers.get(DISCRIMINATOR).setLearningRate(hyperparameters.discriminatorLearningRate() * decay);
            vits.adversarialLossEnabled(steps >= warmUpSteps);
        }
    }

    /** The job's, with the defaults of its preset. */
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
        model.close();
        if (discriminators != null) {
            discriminators.close();
        }
    }
}
