package org.dengbej.vits.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Access to gradients. They add up in each parameter, over any number of recordings, until they are zeroed.
 *
 * <pre>{@code
 * try (Autograd.Recording recording = Autograd.record()) {
 *     NDArray loss = objective.loss(model, batch, draws);
 *     recording.backward(loss, lossScale);
 * }
 * }</pre>
 *
 * <p>Trap: under a recording never write {@code array.mul(2)}, {@code array.div(2)} or {@code array.clip(0, 1)}. DJL puts such a
 * number into memory that Java's garbage collector owns, and backward reads it after it was freed; {@link Ops#times} and
 * {@link Ops#clamp} are safe.
 */
public final class Autograd {

    private Autograd() {}

    /** From its making to its closing, this thread's operations are recorded. One at a time in a process. */
    public static final class Recording implements AutoCloseable {

        private final GradientCollector collector = Torch.engine().newGradientCollector();

        private Recording() {}

        /**
         * Adds the gradient of {@code factor * loss} to every parameter that it depends on.
         *
         * @param loss   scalar
         * @param factor loss scale, share of the step, or their product
         */
        public void backward(NDArray loss, double factor) {
            try (NDArray seed = loss.getManager().full(loss.getShape(), (float) factor, loss.getDataType())) {
                JniUtils.backward((PtNDArray) loss, (PtNDArray) seed, false, false);
            }
        }

        @Override
        public void close() {
            collector.close();
        }
    }

    public static Recording record() {
        return new Recording();
    }

    /** Runs without recording on this thread, whatever its mode was, and puts the mode back. */
    public static <T> T off(Supplier<T> body) {
        Torch.engine();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The same numbers as a beginning: what is computed of them is recorded, and its gradient gathers there and goes no further. */
    public static NDArray leaf(NDArray array) {
        NDArray leaf = array.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** The gradient gathered so far: a view, to be closed by the caller. Empty when nothing has reached the parameter. */
    public static Optional<NDArray> gradient(NDArray parameter) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) parameter));
    }

    /** Sets every gradient to 0, also where it is infinite or not a number. */
    public static void zeroGradients(NDList parameters) {
        for (NDArray parameter : parameters) {
            JniUtils.zeroGrad((PtNDArray) parameter);
        }
    }
}
