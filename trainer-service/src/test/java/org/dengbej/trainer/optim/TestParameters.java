package org.dengbej.trainer.optim;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Parameters;
import org.dengbej.vits.weights.SavedWeights;
import org.dengbej.vits.weights.Weights;

/** A few parameters whose gradients a test chooses. */
final class TestParameters implements AutoCloseable {

    private final NDManager manager = Torch.newManager(Device.cpu());
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private Parameters parameters;

    TestParameters add(String name, Tensor tensor) {
        tensors.put(name, tensor);
        return this;
    }

    Parameters all() {
        if (parameters == null) {
            Weights weights = new Weights(new SavedWeights(tensors), manager);
            tensors.forEach((name, tensor) -> weights.take(name, Init.normal(1), tensor.shape()));
            parameters = weights.parameters();
        }
        return parameters;
    }

    /** Makes {@code gradient} the parameter's gradient, by a backward of its dot product with it. */
    void giveGradient(String name, float[] gradient) {
        NDArray parameter = all().get(name);
        Autograd.zeroGradients(new NDList(parameter));
        try (NDManager scope = manager.newSubManager();
                Autograd.Recording recording = Autograd.record()) {
            NDArray factor = Ops.array(scope, gradient, parameter.getShape());
            recording.backward(parameter.mul(factor).sum(), 1);
        }
    }

    float[] gradient(String name) {
        try (NDArray gradient = Autograd.gradient(all().get(name)).orElseThrow()) {
            return gradient.toFloatArray();
        }
    }

    float[] values(String name) {
        return all().get(name).toFloatArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
