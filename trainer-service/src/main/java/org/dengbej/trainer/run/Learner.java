package org.dengbej.trainer.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.TrainingState;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.window.MelTraining;
import org.dengbej.trainer.window.Objective;
import org.dengbej.trainer.window.OptimizerStep;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;

/** All that changes while a job trains, on its device: the model, what it minimises, the optimizer and its scaler. */
public final class Learner implements AutoCloseable {

    private final Tokenizer tokenizer;
    private final VitsModel model;
    private final Objective objective;
    private final AdamW optimizer;
    private final OptimizerStep optimizerStep;
    private final TrainingState state;

    /**
     * @param voice where the job begins
     * @param from  where it goes on, if it began before
     * @throws IllegalArgumentException when the objective is not known or the checkpoint is of another model
     */
    public Learner(TrainVoice job, Voice voice, Optional<Checkpoint> from, Device device) {
        if (!job.objective().equals(MelTraining.NAME)) {
            throw new IllegalArgumentException(
                    "objective must be %s, found '%s'".formatted(MelTraining.NAME, job.objective()));
        }
        Hyperparameters hyperparameters = job.hyperparameters();
        tokenizer = voice.tokenizer();
        model = VitsModel.of(voice, device);
        objective = new MelTraining(model, job.seed());
        optimizer = new AdamW(
                model.parameters(),
                new AdamW.Settings(
                        hyperparameters.beta1(),
                        hyperparameters.beta2(),
                        hyperparameters.epsilon(),
                        hyperparameters.weightDecay()),
                hyperparameters.learningRate());
        GradScaler scaler = scales(hyperparameters, device) ? GradScaler.enabled() : GradScaler.disabled();
        optimizerStep = new OptimizerStep(List.of(optimizer), scaler, hyperparameters.maxGradientNorm());
        state = from.map(Checkpoint::state)
                .orElseGet(() -> TrainingState.initial(job.job(), job.seed(), scaler.state()));
        from.ifPresent(this::load);
    }

    /** Half precision is for GPUs; a job that says nothing has it there. */
    private static boolean scales(Hyperparameters hyperparameters, Device device) {
        return device.isGpu() && (hyperparameters.fp16() == null || hyperparameters.fp16());
    }

    private void load(Checkpoint checkpoint) {
        model.parameters().load(checkpoint.parameters());
        optimizer.load(checkpoint.optimizer());
        optimizerStep.scaler().load(checkpoint.state().scaler());
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

    public Map<String, Tensor> optimizerStates() {
        return optimizer.state();
    }

    /** Where this learner begins. */
    public TrainingState state() {
        return state;
    }

    /** For people, e.g. {@code cpu() PyTorch 2.7.1}. */
    public String device() {
        return model.device() + " PyTorch " + Engine.getInstance().getVersion();
    }

    @Override
    public void close() {
        objective.close();
        optimizer.close();
        model.close();
    }
}
