package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;

/**
 * A model's tensors seen from one place in it: {@code weights.at("flow.flows", 2).at("conv_pre")}. Layers take what they need
 * by the names that the file has; what they took are the model's parameters.
 */
public final class Weights {

    /** The state that all views of one model share. */
    private static final class Taken {

        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private final List<NormedWeight> normed = new ArrayList<>();
        private final NDList leaves = new NDList();
        private final TrainingMode trainingMode = new TrainingMode();
    }

    private final WeightSource source;
    private final NDManager manager;
    private final Taken taken;
    private final Predicate<String> normed;
    private final Precision precision;
    private final String prefix;

    /** The whole model's tensors, put on the manager's device. */
    public Weights(WeightSource source, NDManager manager) {
        this(source, manager, layer -> false, Precision.FLOAT32);
    }

    /**
     * The whole model's tensors, put on the manager's device.
     *
     * @param normed    layers that are to have weight norm though they are published without; none whose weight is 0
     * @param precision of the layers' products
     */
    public Weights(WeightSource source, NDManager manager, Predicate<String> normed, Precision precision) {
        this(source, manager, new Taken(), normed, precision, "");
    }

    private Weights(
            WeightSource source,
            NDManager manager,
            Taken taken,
            Predicate<String> normed,
            Precision precision,
            String prefix) {
        this.source = source;
        this.manager = manager;
        this.taken = taken;
        this.normed = normed;
        this.precision = precision;
        this.prefix = prefix;
    }

    /** The tensors below a name. */
    public Weights at(String name) {
        return new Weights(source, manager, taken, normed, precision, prefix + name + ".");
    }

    /** The tensors of a list's element. */
    public Weights at(String name, int index) {
        return at(name + "." + index);
    }

    /** The same for layers whose numbers half precision does not hold. */
    public Weights inFloat32() {
        return new Weights(source, manager, taken, normed, Precision.FLOAT32, prefix);
    }

    /** The name of this place, e.g. {@code flow.flows.2}. */
    public String name() {
        return prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1);
    }

    /** That of the whole model. */
    public TrainingMode trainingMode() {
        return taken.trainingMode;
    }

    public Precision precision() {
        return precision;
    }

    /**
     * Takes a tensor.
     *
     * @param init how it begins in a fresh voice
     */
    public NDArray take(String name, Init init, long... shape) {
        return leaf(put(name, source.values(prefix + name, init, shape), Layout.PUBLISHED, shape));
    }

    /** Zeros in the place of a bias that the layer does not have; no parameter. */
    public NDArray noBias(long channels) {
        return manager.zeros(new Shape(channels));
    }

    /** Takes {@code weight}, fused if the file has it in two parts; normed where that was asked for. */
    public NDArray weight(Init init, long... shape) {
        return weight(Layout.PUBLISHED, init, shape);
    }

    /** Takes a convolution's {@code weight}: in the file [D, C, K] or [D, C, K, 1], here [D, K, C] or [D, K C]. */
    public NDArray kernel(Init init, long... shape) {
        return weight(Layout.TAPS_FIRST, init, shape);
    }

    private NDArray weight(Layout layout, Init init, long[] shape) {
        if (normed.test(prefix)) {
            return normedWeight(layout, init, shape);
        }
        boolean inParts = source.has(prefix + "weight_v");
        float[] values = inParts
                ? WeightNorm.fuse(gain(shape), direction(init, shape))
                : source.values(prefix + "weight", init, shape);
        return leaf(put("weight", values, layout, shape));
    }

    /** The same with weight norm, from {@code weight_g} and {@code weight_v}, or from {@code weight} if the file has it fused. */
    public NDArray normedKernel(Init init, long... shape) {
        return normedWeight(Layout.TAPS_FIRST, init, shape);
    }

    private NDArray normedWeight(Layout layout, Init init, long[] shape) {
        boolean fused = !source.has(prefix + "weight_v");
        float[] v = fused ? source.values(prefix + "weight", init, shape) : direction(init, shape);
        float[] g = fused ? WeightNorm.norms(v, shape[0]) : gain(shape);
        NDArray gain = put("weight_g", g, layout, WeightNorm.gainShape(shape));
        NDArray direction = put("weight_v", v, layout, shape);
        NDArray weight = leaf(manager.zeros(direction.getShape()));
        taken.normed.add(new NormedWeight(weight, direction, gain, manager.zeros(gain.getShape())));
        return weight;
    }

    private float[] gain(long[] shape) {
        return source.values(prefix + "weight_g", Init.ONES, WeightNorm.gainShape(shape));
    }

    private float[] direction(Init init, long[] shape) {
        return source.values(prefix + "weight_v", init, shape);
    }

    private NDArray put(String name, float[] values, Layout layout, long... published) {
        NDArray array = Ops.array(manager, layout.fromPublished(values, published), new Shape(layout.shape(published)));
        if (taken.parameters.put(prefix + name, new Parameter(array, layout, published)) != null) {
            throw new IllegalStateException("tensor %s%s is taken twice".formatted(prefix, name));
        }
        return array;
    }

    private NDArray leaf(NDArray array) {
        array.setRequiresGradient(true);
        taken.leaves.add(array);
        return array;
    }

    /** All that was taken, in the order of taking. */
    public Parameters parameters() {
        return new Parameters(taken.parameters, taken.normed, taken.leaves);
    }
}
