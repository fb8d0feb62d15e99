package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.dengbej.vits.engine.Ops;

/**
 * A model's tensors seen from one place in it: {@code weights.at("flow.flows", 2).at("conv_pre")}. Layers take what they need
 * by the names that the file has; what they took are the model's parameters.
 */
public final class Weights {

    private final WeightSource source;
    private final NDManager manager;
    private final Map<String, NDArray> taken;
    private final Predicate<String> normed;
    private final String prefix;

    /** The whole model's tensors, put on the manager's device. */
    public Weights(WeightSource source, NDManager manager) {
        this(source, manager, layer -> false);
    }

    /** {@code normed}: layers that are to have weight norm though they are published without; none whose weight is 0. */
    public Weights(WeightSource source, NDManager manager, Predicate<String> normed) {
        this(source, manager, new LinkedHashMap<>(), normed, "");
    }

    private Weights(
            WeightSource source,
            NDManager manager,
            Map<String, NDArray> taken,
            Predicate<String> normed,
            String prefix) {
        this.source = source;
        this.manager = manager;
        this.taken = taken;
        this.normed = normed;
        this.prefix = prefix;
    }

    /** The tensors below a name. */
    public Weights at(String name) {
        return new Weights(source, manager, taken, normed, prefix + name + ".");
    }

    /** The tensors of a list's element. */
    public Weights at(String name, int index) {
        return at(name + "." + index);
    }

    /**
     * Takes a tensor.
     *
     * @param init how it begins in a fresh voice
     */
    public NDArray take(String name, Init init, long... shape) {
        return put(name, source.values(prefix + name, init, shape), shape);
    }

    /** Takes {@code weight}, fused if the file has it in two parts; normed where that was asked for. */
    public Supplier<NDArray> weight(Init init, long... shape) {
        if (normed.test(prefix)) {
            return normedWeight(init, shape);
        }
        NDArray weight;
        if (source.has(prefix + "weight_v")) {
            weight = put("weight", WeightNorm.fuse(gain(shape), direction(init, shape)), shape);
        } else {
            weight = take("weight", init, shape);
        }
        return () -> weight;
    }

    /** Takes {@code weight_g} and {@code weight_v}, made from {@code weight} if the file has it fused. */
    public Supplier<NDArray> normedWeight(Init init, long... shape) {
        boolean fused = !source.has(prefix + "weight_v");
        float[] v = fused ? source.values(prefix + "weight", init, shape) : direction(init, shape);
        float[] g = fused ? WeightNorm.norms(v, shape[0]) : gain(shape);
        NDArray gain = put("weight_g", g, WeightNorm.gainShape(shape));
        NDArray direction = put("weight_v", v, shape);
        return () -> Ops.weightNorm(direction, gain);
    }

    private float[] gain(long[] shape) {
        return source.values(prefix + "weight_g", Init.ONES, WeightNorm.gainShape(shape));
    }

    private float[] direction(Init init, long[] shape) {
        return source.values(prefix + "weight_v", init, shape);
    }

    private NDArray put(String name, float[] values, long... shape) {
        NDArray parameter = Ops.array(manager, values, new Shape(shape));
        parameter.setRequiresGradient(true);
        if (taken.put(prefix + name, parameter) != null) {
            throw new IllegalStateException("tensor %s%s is taken twice".formatted(prefix, name));
        }
        return parameter;
    }

    /** All that was taken, in the order of taking. */
    public Parameters parameters() {
        return new Parameters(taken);
    }
}
