package org.dengbej.vits.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
        return SCRIPT.differentiable("clamp", x, SCRIPT.number(low), SCRIPT.number(high));
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

    /**
     * Rows of a table.
     *
     * @param weight  [V, H]
     * @param ids     int64 [B, T], each less than V
     * @param padding the id whose row gets no gradient; -1: none
     * @return [B, T, H]
     */
    public static NDArray embedding(NDArray weight, NDArray ids, long padding) {
        return SCRIPT.differentiable("embedding", weight, ids, SCRIPT.numbers(padding));
    }

    /** {@code x weight^T + bias}: x [..., C], weight [D, C], bias [D]. */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias, Precision precision) {
        return SCRIPT.differentiable("linear", x, weight, bias, SCRIPT.numbers(precision.scalarType()));
    }

    /**
     * The parameters of a one-dimensional convolution.
     *
     * @param stride    every how many positions it reads
     * @param padding   zeros on either side
     * @param dilation  distance of the kernel's taps
     * @param groups    of channels, convolved apart
     * @param precision of the products
     */
    public record Convolution(long stride, long padding, long dilation, long groups, Precision precision) {

        private NDArray numbers() {
            return SCRIPT.numbers(stride, padding, dilation, groups, precision.scalarType());
        }
    }

    /**
     * One-dimensional convolution. It computes on memory in which a position's channels lie together, and leaves its result so:
     * there the engine's kernels are fastest, need no rearranging, and are right on every processor. Those for the other layout
     * give wrong gradients on some when the number of channels is no multiple of 16; what the engine would do by others yet (a
     * small input that is alone, a single channel) is done here as a product of matrices.
     *
     * @param x      [B, C, L]
     * @param weight [D, K, C / groups]
     * @param bias   [D]
     * @return [B, D, (L + 2 padding - (K - 1) dilation - 1) / stride + 1]
     */
    public static NDArray conv1d(NDArray x, NDArray weight, NDArray bias, Convolution how) {
        return SCRIPT.differentiable("conv1d", x, weight, bias, how.numbers());
    }

    /**
     * One-dimensional convolution of each channel by itself, the ends filled up with zeros so that the length stays. Made of sums:
     * the engine's kernel for it is wrong on some processors where the taps reach beyond both ends.
     *
     * @param x      [B, C, L]
     * @param weight [C, K, 1], K odd
     * @param bias   [C]
     * @return [B, C, L]
     */
    public static NDArray depthwise(NDArray x, NDArray weight, NDArray bias, long dilation) {
        long padding = (weight.getShape().get(1) - 1) * dilation / 2;
        return SCRIPT.differentiable("depthwise", x, weight, bias, SCRIPT.numbers(padding, dilation));
    }

    /** The same as {@link #conv1d}, then the leaky ReLU. */
    public static NDArray conv1dLeaky(NDArray x, NDArray weight, NDArray bias, Convolution how, double slope) {
        return SCRIPT.differentiable("conv1d_leaky", x, weight, bias, how.numbers(), SCRIPT.number(slope));
    }

    /** A convolution's weight [D, K, C] and bias [D], and how it goes. */
    public record Kernel(NDArray weight, NDArray bias, Convolution how) {}

    /** {@code x + second(leaky(first(leaky(x))))}, of which autograd keeps two arrays instead of four: x [B, C, L]. */
    public static NDArray residual(NDArray x, Kernel first, Kernel second, double slope) {
        return SCRIPT.differentiable(
                "residual",
                x,
                first.weight,
                first.bias,
                first.how.numbers(),
                second.weight,
                second.bias,
                second.how.numbers(),
                SCRIPT.number(slope));
    }

    /**
     * The parameters of a convolution along columns.
     *
     * @param kernel    taps
     * @param stride    every how many rows it reads
     * @param precision of the products
     */
    public record ColumnConvolution(long kernel, long stride, Precision precision) {

        private NDArray numbers() {
            return SCRIPT.numbers(kernel, stride, precision.scalarType());
        }
    }

    /**
     * Convolution along each column, (K - 1) / 2 zeros at both ends, as one matrix product: there are few rows and many channels.
     *
     * @param x      [B, C, H, W]
     * @param weight [D, K C], the taps' channels one after the other
     * @param bias   [D]
     * @return [B, D, (H - 1) / stride + 1, W]
     */
    public static NDArray convColumns(NDArray x, NDArray weight, NDArray bias, ColumnConvolution how) {
        return SCRIPT.differentiable("conv_columns", x, weight, bias, how.numbers());
    }

    /** The same, then the leaky ReLU. */
    public static NDArray convColumnsLeaky(
            NDArray x, NDArray weight, NDArray bias, ColumnConvolution how, double slope) {
        return SCRIPT.differentiable("conv_columns_leaky", x, weight, bias, how.numbers(), SCRIPT.number(slope));
    }

    /**
     * One-dimensional transposed convolution; its result lies as those of {@link #conv1d}.
     *
     * @param x      [B, C, L]
     * @param weight [C, D, K]
     * @param bias   [D]
     * @return [B, D, (L - 1) stride - 2 padding + K]
     */
    public static NDArray convTranspose1d(
            NDArray x, NDArray weight, NDArray bias, long stride, long padding, Precision precision) {
        return SCRIPT.differentiable(
                "conv_transpose1d", x, weight, bias, SCRIPT.numbers(stride, padding, precision.scalarType()));
    }

    /**
     * Weight norm (Salimans & Kingma 2016): each weight becomes {@code g * v / |v|}, the norm over all dimensions but the first.
     * Never recorded.
     *
     * @param weights    overwritten, [N, ...]
     * @param directions v, [N, ...]
     * @param gains      g, [N, 1, ...]
     */
    public static void fuse(NDList weights, NDList directions, NDList gains) {
        if (!weights.isEmpty()) {
            SCRIPT.plain("fuse", weights.head().getManager(), weights, directions, gains)
                    .close();
        }
    }

    /**
     * From the gradients of weights to those of their parts: {@code dg = dw.v / |v|}, {@code dv = g / |v| (dw - v dg / |v|)}.
     *
     * @param gradients     of the weights; overwritten with those of the directions
     * @param directions    v
     * @param gains         g
     * @param gainGradients overwritten with those of the gains
     */
    public static void fusedGradients(NDList gradients, NDList directions, NDList gains, NDList gainGradients) {
        if (!gradients.isEmpty()) {
            SCRIPT.plain("fused_gradients", gradients.head().getManager(), gradients, directions, gains, gainGradients)
                    .close();
        }
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

    /** Moves arrays in place by a share of the way towards others of the same shapes; never recorded. */
    public static void interpolate(NDList arrays, NDList towards, double share) {
        if (!arrays.isEmpty()) {
            SCRIPT.plain("lerp", arrays.head().getManager(), arrays, towards, share)
                    .close();
        }
    }
}
