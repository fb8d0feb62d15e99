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

    private final Tokenizer tokenizer;
    private final ResolvedHyperparameters hyperparameters;
    private final VitsModel model;
    private final DiscriminatorModel discriminators;
    private final DiscriminatorOrigin discriminatorOrigin;
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
            discriminatorOrigin = null;
            objective = new MelObjective(model, job.seed());
            warmUpSteps = 0;
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
            objective = new VitsObjective(model, discriminators, hyperparameters.lossCoefficients(), job.seed());
            boolean fresh = discriminatorOrigin == null || discriminatorOrigin.fresh();
            warmUpSteps = fresh ? hyperparameters.discriminatorWarmUpSteps() : 0;
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
        from.ifPresent(this::load);
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

    /** Where the discriminators came from and what follows, for people; null where the objective has none. */
    public String discriminatorOrigin() {
        if (discriminatorOrigin == null || !discriminatorOrigin.fresh()) {
            return discriminatorOrigin == null ? null : discriminatorOrigin.description();
        }
        return "%s; the generator hears them after %d steps".formatted(discriminatorOrigin.description(), warmUpSteps);
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
