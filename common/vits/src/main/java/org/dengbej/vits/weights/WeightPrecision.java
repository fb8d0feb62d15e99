package org.dengbej.vits.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Torch;

/** The floating-point type in which weights lie in a file. */
public enum WeightPrecision {

    /** IEEE 754 binary16: half the size, rounded to nearest, which is seldom heard. */
    FLOAT16(TensorType.F16),

    /** IEEE 754 binary32, in which voices are trained and published. */
    FLOAT32(TensorType.F32);

    private final TensorType type;

    WeightPrecision(TensorType type) {
        this.type = type;
    }

    /**
     * The same tensors by name, their elements here, so that the file they came from may be replaced; what is of no floating-point type
     * as it is.
     *
     * @throws IllegalArgumentException naming a tensor that has a number beyond the type's range
     */
    public Map<String, Tensor> of(Map<String, Tensor> tensors) {
        Map<String, Tensor> converted = new LinkedHashMap<>(tensors);
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            converted.replaceAll((name, tensor) -> converted(name, tensor, manager));
        }
        return converted;
    }

    private Tensor converted(String name, Tensor tensor, NDManager manager) {
        if (tensor.type() == type) {
            return tensor.copied();
        }
        return switch (tensor.type()) {
            case F64, F32, F16, BF16 ->
                this == FLOAT32 ? Tensor.of(tensor.toFloats(), tensor.shape()) : half(name, tensor, manager);
            default -> tensor.copied();
        };
    }

    private static Tensor half(String name, Tensor tensor, NDManager manager) {
        float[] values = tensor.toFloats();
        try (NDArray whole = Ops.array(manager, values, new Shape(tensor.shape()));
                NDArray half = whole.toType(DataType.FLOAT16, true)) {
            Tensor rounded = new Tensor(TensorType.F16, tensor.shape(), ByteBuffer.wrap(half.toByteArray()));
            requireInRange(name, values, rounded.toFloats());
            return rounded;
        }
    }

    private static void requireInRange(String name, float[] values, float[] rounded) {
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i]) && !Float.isFinite(rounded[i])) {
                throw new IllegalArgumentException(
                        "tensor '%s' cannot be float16, expected numbers of at most 65504, found %s; keep it in float32"
                                .formatted(name, values[i]));
            }
        }
    }
}
