package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.events.safetensors.Tensor;
import org.dengbej.events.safetensors.TensorType;
import org.dengbej.vits.engine.Ops;

/**
 * A model's parameters by name, in a fixed order: float32 arrays on its device that require gradients. They belong to the
 * model and are released with it.
 */
public final class Parameters {

    private final Map<String, NDArray> arrays;

    Parameters(Map<String, NDArray> arrays) {
        this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    public List<String> names() {
        return List.copyOf(arrays.keySet());
    }

    /** The arrays in the order of {@link #names}. */
    public NDList list() {
        return new NDList(arrays.values());
    }

    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no parameter %s among %d".formatted(name, arrays.size()));
        }
        return array;
    }

    /** Numbers in all of them. */
    public long count() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    /** A copy in Java's memory. */
    public Map<String, Tensor> copyOut() {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copies.put(name, copy(array)));
        return copies;
    }

    /** A copy of one array in Java's memory. */
    public static Tensor copy(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer own = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        return new Tensor(TensorType.F32, array.getShape().getShape(), own);
    }

    /**
     * Overwrites every parameter.
     *
     * @throws IllegalArgumentException naming a tensor that is missing, not ours, or of another shape; nothing is changed then
     */
    public void load(Map<String, Tensor> tensors) {
        arrays.forEach((name, array) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null
                    || !Arrays.equals(tensor.shape(), array.getShape().getShape())) {
                throw new IllegalArgumentException("parameter %s must be %s, found %s"
                        .formatted(
                                name, array.getShape(), tensor == null ? "nothing" : Arrays.toString(tensor.shape())));
            }
        });
        tensors.keySet().stream()
                .filter(name -> !arrays.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("parameter %s is not part of this model".formatted(name));
                });
        arrays.forEach((name, array) -> Ops.assign(array, tensors.get(name).toFloats()));
    }
}
