package org.dengbej.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Parameters;

/**
 * {@code torch.optim.AdamW} (Loshchilov & Hutter 2019) with moments that can be saved. As there, a parameter that no gradient has
 * reached has no moments and is left alone, weight decay included.
 */
public final class AdamW implements AutoCloseable {

    private static final String AVERAGE = ".exp_avg";
    private static final String SQUARE = ".exp_avg_sq";
    private static final String STEP = ".step";

    /**
     * The settings that stay the same over a run.
     *
     * @param beta1       decay of the average of gradients
     * @param beta2       decay of the average of their squares
     * @param epsilon     added to the root of the corrected average of squares
     * @param weightDecay times the learning rate: share of a weight that is taken off at each step
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {}

    private record Moments(NDArray average, NDArray square, NDArray step) {}

    private final Parameters parameters;
    private final Settings settings;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private double learningRate;

    public AdamW(Parameters parameters, Settings settings, double learningRate) {
        this.parameters = parameters;
        this.settings = settings;
        this.learningRate = learningRate;
        this.manager = parameters.get(parameters.names().get(0)).getManager().newSubManager();
    }

    public Parameters parameters() {
        return parameters;
    }

    public double learningRate() {
        return learningRate;
    }

    public void setLearningRate(double learningRate) {
        this.learningRate = learningRate;
    }

    /** Allocates what {@link #step} will need of memory, so that a lack of it shows before anything has changed. */
    public void reserve() {
        try (Gradients gradients = Gradients.of(parameters)) {
            for (int i = 0; i < gradients.names().size(); i++) {
                moments(gradients.names().get(i), gradients.parameters().get(i).getShape());
            }
        }
    }

    /** Moves the weights by the gradients that they hold. */
    public void step() {
        try (Gradients gradients = Gradients.of(parameters)) {
            NDList averages = new NDList();
            NDList squares = new NDList();
            NDList steps = new NDList();
            for (int i = 0; i < gradients.names().size(); i++) {
                Moments of = moments(
                        gradients.names().get(i), gradients.parameters().get(i).getShape());
                averages.add(of.average);
                squares.add(of.square);
                steps.add(of.step);
            }
            Ops.fusedAdamW(
                    gradients.parameters(),
                    gradients.arrays(),
                    averages,
                    squares,
                    steps,
                    learningRate,
                    settings.beta1,
                    settings.beta2,
                    settings.weightDecay,
                    settings.epsilon);
        }
        parameters.refresh();
    }

    private Moments moments(String name, Shape shape) {
        return moments.computeIfAbsent(
                name, n -> new Moments(manager.zeros(shape), manager.zeros(shape), manager.zeros(new Shape())));
    }

    /** The moments, named as PyTorch names them, after the parameter; fetched from the device when they are read. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        moments.forEach((name, of) -> {
            state.put(name + AVERAGE, fetched(of.average));
            state.put(name + SQUARE, fetched(of.square));
            state.put(name + STEP, fetched(of.step));
        });
        return state;
    }

    private static Tensor fetched(NDArray array) {
        return Tensor.fetched(array.getShape().getShape(), array::toFloatArray);
    }

    /**
     * Takes over a saved {@link #state}.
     *
     * @throws IllegalArgumentException naming a tensor that belongs to no parameter or is missing
     */
    public void load(Map<String, Tensor> state) {
        for (String key : state.keySet()) {
            if (!key.endsWith(STEP)) {
                continue;
            }
            String name = key.substring(0, key.length() - STEP.length());
            Moments of = moments(name, parameters.get(name).getShape());
            Ops.assign(of.average, required(state, name + AVERAGE).toFloats());
            Ops.assign(of.square, required(state, name + SQUARE).toFloats());
            Ops.assign(of.step, required(state, key).toFloats());
        }
    }

    private static Tensor required(Map<String, Tensor> state, String key) {
        Tensor tensor = state.get(key);
        if (tensor == null) {
            throw new IllegalArgumentException("the optimizer's state lacks " + key);
        }
        return tensor;
    }

    @Override
    public void close() {
        manager.close();
    }
}
