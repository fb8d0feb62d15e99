package org.dengbej.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Parameters;

/**
 * The exponential moving average of a network's weights (Polyak and Juditsky 1992), by which GAN generators tend to be better than by the
 * newest (Yazici et al. 2019). Its decay is lower in the first steps, min(decay, (1 + n) / (10 + n)) after step n, as TensorFlow has it:
 * the weights from which training began are forgotten sooner.
 */
public final class ExponentialMovingAverage implements AutoCloseable {

    private final Parameters parameters;
    private final double decay;
    private final NDManager manager;
    private final List<String> names;
    private final NDList weights = new NDList();
    private final NDList averages = new NDList();

    /** The weights as they are trained, while their average is in their place; null otherwise. */
    private Map<String, Tensor> replaced;

    /** Work that may throw. */
    public interface Work<T, E extends Exception> {
        T done() throws E;
    }

    /** {@code decay}: from 0 to less than 1. The average begins as the weights are. */
    public ExponentialMovingAverage(Parameters parameters, double decay) {
        this.parameters = parameters;
        this.decay = decay;
        this.names = parameters.names();
        this.manager = parameters.get(names.get(0)).getManager().newSubManager();
        for (String name : names) {
            NDArray weight = parameters.get(name);
            weights.add(weight);
            averages.add(Ops.array(manager, weight.toFloatArray(), weight.getShape()));
        }
    }

    /** Takes the weights in, in place. {@code steps}: that have moved them so far, the last one included. */
    public void update(long steps) {
        double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        Ops.interpolate(averages, weights, 1 - kept);
    }

    /** Does work with the average in the weights' place. */
    public <T, E extends Exception> T inPlaceOfWeights(Work<T, E> work) throws E {
        replaced = parameters.copyOut();
        try {
            for (int i = 0; i < names.size(); i++) {
                Ops.assign(weights.get(i), averages.get(i).toFloatArray());
            }
            parameters.refresh();
            return work.done();
        } finally {
            parameters.load(replaced);
            replaced = null;
        }
    }

    /** The weights as they are trained, also while their average is in their place. */
    public Map<String, Tensor> trained() {
        return replaced == null ? parameters.tensors() : replaced;
    }

    /** The average, fetched from the device when it is read. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            NDArray average = averages.get(i);
            state.put(names.get(i), Tensor.fetched(average.getShape().getShape(), average::toFloatArray));
        }
        return state;
    }

    /**
     * Takes over a saved {@link #state}.
     *
     * @throws IllegalArgumentException naming a tensor that is missing
     */
    public void load(Map<String, Tensor> state) {
        for (int i = 0; i < names.size(); i++) {
            Tensor tensor = state.get(names.get(i));
            if (tensor == null) {
                throw new IllegalArgumentException("the moving average lacks " + names.get(i));
            }
            Ops.assign(averages.get(i), tensor.toFloats());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
