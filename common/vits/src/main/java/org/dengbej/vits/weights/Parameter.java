package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Ops;

/**
 * One tensor of a model, float32, on its device.
 *
 * @param array     as it lies in our memory
 * @param layout    against that of the file
 * @param published shape in the file
 */
record Parameter(NDArray array, Layout layout, long[] published) {

    /** As it lies in the file, fetched from the device when it is read. */
    Tensor tensor() {
        return Tensor.fetched(published, () -> layout.toPublished(array.toFloatArray(), published));
    }

    boolean accepts(Tensor tensor) {
        return Arrays.equals(tensor.shape(), published);
    }

    void assign(Tensor tensor) {
        Ops.assign(array, layout.fromPublished(tensor.toFloats(), published));
    }
}
