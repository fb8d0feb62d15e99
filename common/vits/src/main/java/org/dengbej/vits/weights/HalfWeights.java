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

/** Weights for files: float32 tensors as binary16, rounded to nearest, which takes half the room and is seldom heard. */
public final class HalfWeights {

    private HalfWeights() {}

    /** The same tensors by name, their elements here, so that the file they came from may be replaced; what is not float32 as it is. */
    public static Map<String, Tensor> of(Map<String, Tensor> tensors) {
        Map<String, Tensor> halves = new LinkedHashMap<>(tensors);
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            halves.replaceAll(
                    (name, tensor) -> tensor.type() == TensorType.F32 ? half(tensor, manager) : tensor.copied());
        }
        return halves;
    }

    private static Tensor half(Tensor tensor, NDManager manager) {
        try (NDArray whole = Ops.array(manager, tensor.toFloats(), new Shape(tensor.shape()));
                NDArray half = whole.toType(DataType.FLOAT16, true)) {
            return new Tensor(TensorType.F16, tensor.shape(), ByteBuffer.wrap(half.toByteArray()));
        }
    }
}
