package org.dengbej.vits.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** PyTorch's operators that DJL lacks, or has with a trap. One name an operator; differentiable unless said otherwise. */
public final class Ops {

    private static final TorchScript SCRIPT = new TorchScript(TorchScript.resource("ops.py"));

    private Ops() {}

    /**
     * {@code x * factor}. DJL's own {@code mul(Number)} keeps the number in memory that may be gone before backward reads it.
     */
    public static NDArray times(NDArray x, double factor) {
        try (NDArray number = x.getManager().full(new Shape(), (float) factor, x.getDataType())) {
            return x.mul(number);
        }
    }

    /** Each element brought into [low, high]. DJL's own {@code clip} has the same trap. */
    public static NDArray clamp(NDArray x, double low, double high) {
        try (NDArray least = SCRIPT.number(low);
                NDArray most = SCRIPT.number(high)) {
            return SCRIPT.differentiable("clamp", x, least, most);
        }
    }

    /** Numbers from Java in memory that the engine owns, so that autograd may keep them. */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        try (NDArray borrowed = manager.create(values, shape)) {
            return borrowed.duplicate();
        }
    }

    /** The same for int64. */
    public static NDArray array(NDManager manager, long[] values, Shape shape) {
        try (NDArray borrowed = manager.create(values, shape)) {
            return borrowed.duplicate();
        }
    }

    /** Overwrites an array in place; never recorded. */
    public static void assign(NDArray array, float[] values) {
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            SCRIPT.plain("assign", array.getManager(), array, source).close();
        }
    }

    /** Mirrors the ends of the last dimension, without repeating the outermost elements; each padding less than the length. */
    public static NDArray reflectPad(NDArray x, long left, long right) {
        int last = x.getShape().dimension() - 1;
        long length = x.getShape().get(last);
        NDArray padded = x;
        if (left > 0) {
            padded = slice(x, last, 1, left + 1).flip(last).concat(padded, last);
        }
        if (right > 0) {
            padded =
                    padded.concat(slice(x, last, length - 1 - right, length - 1).flip(last), last);
        }
        return padded;
    }

    /** Elements {@code from} to {@code to} (exclusive) of one dimension; a view. */
    public static NDArray slice(NDArray x, int dimension, long from, long to) {
        return JniUtils.slice((PtNDArray) x, dimension, from, to, 1);
    }

    /** A differentiable cast to float16, float32: DJL's {@code toType} cuts the graph. */
    public static NDArray cast(NDArray x, DataType type) {
        return switch (type) {
            case FLOAT16 -> SCRIPT.differentiable("to_half", x);
            case FLOAT32 -> SCRIPT.differentiable("to_float", x);
            default -> throw new IllegalArgumentException("cast to FLOAT16 or FLOAT32, found " + type);
        };
    }

    /**
     * Rows of a table.
     *
     * @param weight  [V, H]
     * @param ids     int64 [B, T], each less than V
     * @param padding the id whose row gets no gradient; -1: none
     * @return [B, T, H]
     */
    public static NDArray embedding(NDArray weight, NDArray ids, long padding) {
        try (NDArray paddingIndex = number(padding)) {
            return SCRIPT.differentiable("embedding", weight, ids, paddingIndex);
        }
    }

    /**
     * One-dimensional convolution.
     *
     * @param x        [B, C, L]
     * @param weight   [D, C / groups, K]
     * @param bias     [D] or null
     * @param padding  zeros on either side
     * @param dilation distance of the kernel's taps
     * @param groups   of channels, convolved apart
     * @return [B, D, L + 2 padding - (K - 1) dilation]
     */
    public static NDArray conv1d(NDArray x, NDArray weight, NDArray bias, long padding, long dilation, int groups) {
        return x.getNDArrayInternal()
                .convolution(x, weight, bias, new Shape(1), new Shape(padding), new Shape(dilation), groups)
                .singletonOrThrow();
    }

    /** One-dimensional convolution that reads every {@code stride}-th position; the rest as in {@link #conv1d}. */
    public static NDArray stridedConv1d(
            NDArray x, NDArray weight, NDArray bias, long stride, long padding, int groups) {
        return x.getNDArrayInternal()
                .convolution(x, weight, bias, new Shape(stride), new Shape(padding), new Shape(1), groups)
                .singletonOrThrow();
    }

    /**
     * One-dimensional transposed convolution.
     *
     * @param x      [B, C, L]
     * @param weight [C, D, K]
     * @param bias   [D]
     * @return [B, D, (L - 1) stride - 2 padding + K]
     */
    public static NDArray convTranspose1d(NDArray x, NDArray weight, NDArray bias, long stride, long padding) {
        try (NDArray strideNumber = number(stride);
                NDArray paddingNumber = number(padding)) {
            return SCRIPT.differentiable("conv_transpose1d", x, weight, bias, strideNumber, paddingNumber);
        }
    }

    /** {@code g * v / |v|}, the norm over all dimensions but the first: v [N, ...], g [N, 1, ...]. */
    public static NDArray weightNorm(NDArray v, NDArray g) {
        return SCRIPT.differentiable("weight_norm", v, g);
    }

    /** Layer normalisation of the last dimension: x [..., C], weight [C], bias [C]. */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return x.getNDArrayInternal()
                .layerNorm(x, weight.getShape(), weight, bias, (float) epsilon)
                .singletonOrThrow();
    }

    /**
     * Multiplies gradients by {@code inverseScale} in place, in one pass; this is the kernel of PyTorch's GradScaler.
     *
     * @return whether one of them was infinite or not a number
     */
    public static boolean unscale(NDList gradients, double inverseScale) {
        if (gradients.isEmpty()) {
            return false;
        }
        NDManager manager = gradients.head().getManager();
        try (NDArray foundInf = manager.zeros(new Shape(1));
                NDArray scale = manager.full(new Shape(1), (float) inverseScale);
                NDArray result = SCRIPT.plain("unscale", manager, gradients, foundInf, scale)) {
            return result.toFloatArray()[0] != 0;
        }
    }

    /** The L2 norm of each array. */
    public static float[] l2Norms(NDList arrays) {
        if (arrays.isEmpty()) {
            return new float[0];
        }
        try (NDArray norms = SCRIPT.plain("norms", arrays.head().getManager(), arrays)) {
            return norms.toFloatArray();
        }
    }

    /**
     * Shrinks gradients in place so that their common L2 norm is at most {@code maxNorm}, as {@code clip_grad_norm_} does.
     *
     * @return the norm before
     */
    public static double clipByGlobalNorm(NDList gradients, double maxNorm) {
        double squares = 0;
        for (float norm : l2Norms(gradients)) {
            squares += (double) norm * norm;
        }
        double norm = Math.sqrt(squares);
        double factor = maxNorm / (norm + 1e-6);
        if (factor < 1) {
            SCRIPT.plain("multiply", gradients.head().getManager(), gradients, factor)
                    .close();
        }
        return norm;
    }

    /**
     * One step of PyTorch's AdamW over whole lists, in place: first {@code steps} += 1, then {@code p -= lr * wd * p; m = b1 m +
     * (1 - b1) g; v = b2 v + (1 - b2) g²; p -= lr * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)}.
     *
     * @param parameters float32
     * @param gradients  of the parameters' shapes
     * @param averages   m, of the parameters' shapes
     * @param squares    v, of the parameters' shapes
     * @param steps      t, float32 scalars, one a parameter
     */
    public static void fusedAdamW(
            NDList parameters,
            NDList gradients,
            NDList averages,
            NDList squares,
            NDList steps,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double epsilon) {
        if (parameters.isEmpty()) {
            return;
        }
        NDManager manager = parameters.head().getManager();
        SCRIPT.plain(
                        "adamw",
                        manager,
                        parameters,
                        gradients,
                        averages,
                        squares,
                        steps,
                        learningRate,
                        beta1,
                        beta2,
                        weightDecay,
                        epsilon)
                .close();
    }

    /** A number for a TorchScript method that is recorded: DJL hands such methods arrays alone. It stays on the CPU. */
    private static NDArray number(long value) {
        return SCRIPT.number(value);
    }
}
