package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.dengbej.vits.engine.Ops;

/** The activation functions that {@code hidden_act} can name. */
public enum Activation {
    RELU("relu", x -> x.getNDArrayInternal().relu()),
    GELU("gelu", x -> x.getNDArrayInternal().gelu()),
    SILU("silu", x -> x.mul(x.getNDArrayInternal().sigmoid())),
    SWISH("swish", x -> x.mul(x.getNDArrayInternal().sigmoid())),
    SIGMOID("sigmoid", x -> x.getNDArrayInternal().sigmoid()),
    TANH("tanh", NDArray::tanh),
    LEAKY_RELU("leaky_relu", x -> x.getNDArrayInternal().leakyRelu(0.01f)),
    ELU("elu", x -> x.getNDArrayInternal().elu(1)),
    SELU("selu", x -> x.getNDArrayInternal().selu()),
    RELU6("relu6", x -> Ops.clamp(x, 0, 6)),
    MISH("mish", x -> x.mul(x.getNDArrayInternal().softPlus().tanh())),
    LINEAR("linear", x -> x);

    private final String key;
    private final UnaryOperator<NDArray> function;

    Activation(String key, UnaryOperator<NDArray> function) {
        this.key = key;
        this.function = function;
    }

    /**
     * The activation of that name.
     *
     * @throws IllegalArgumentException listing the known ones
     */
    public static Activation named(String key) {
        return Arrays.stream(values())
                .filter(activation -> activation.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("hidden_act must be one of %s, found '%s'"
                        .formatted(Arrays.stream(values()).map(a -> a.key).toList(), key)));
    }

    NDArray apply(NDArray x) {
        return function.apply(x);
    }
}
