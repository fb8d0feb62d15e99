package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.TrainingMode;
import org.dengbej.vits.weights.Weights;

/**
 * Inverted dropout (Srivastava et al. 2014, section 10), in training mode alone. Its masks are drawn by layer, item and index, so that a
 * batch that is split, padded or replayed drops the same.
 */
final class Dropout {

    private final String layer;
    private final double probability;
    private final TrainingMode mode;

    /** {@code site}: one of a layer's places that drop. */
    Dropout(Weights weights, String site, double probability) {
        this.layer = weights.name() + "/" + site;
        this.probability = probability;
        this.mode = weights.trainingMode();
    }

    /** x [B, ...] to the same shape; x itself outside of training. */
    NDArray apply(NDArray x) {
        return probability == 0
                ? x
                : mode.draws()
                        .map(draws -> {
                            Shape shape = x.getShape();
                            int[] rest = Arrays.stream(shape.getShape())
                                    .skip(1)
                                    .mapToInt(Math::toIntExact)
                                    .toArray();
                            float[] mask = draws.dropout(layer, probability, (int) shape.get(0), rest);
                            return x.mul(Ops.array(x.getManager(), mask, shape));
                        })
                        .orElse(x);
    }
}
