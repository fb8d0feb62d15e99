package org.dengbej.vits.weights;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.dengbej.safetensors.Tensor;

/** Weights that are NaN or infinite, as a training that diverged leaves them. */
public final class NonFiniteWeights {

    private NonFiniteWeights() {}

    /** The first tensor that has such, in words; empty where none has. */
    public static Optional<String> in(Map<String, Tensor> tensors) {
        return tensors.entrySet().stream()
                .map(tensor -> switch (tensor.getValue().type()) {
                    case F64, F32, F16, BF16 ->
                        in(
                                tensor.getKey(),
                                tensor.getValue().shape(),
                                tensor.getValue().toFloats());
                    default -> Optional.<String>empty();
                })
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The same of one tensor. */
    static Optional<String> in(String name, long[] shape, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return Optional.of("%s %s holds NaN or infinite numbers, the first at %d of %d"
                        .formatted(name, Arrays.toString(shape), i, values.length));
            }
        }
        return Optional.empty();
    }
}
