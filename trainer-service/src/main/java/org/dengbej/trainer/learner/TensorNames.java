package org.dengbej.trainer.learner;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;

/** Names of tensors in a map that holds several parts, each below a prefix of its own. */
public final class TensorNames {

    private TensorNames() {}

    public static <T> Map<String, T> withPrefix(String prefix, Map<String, T> tensors) {
        Map<String, T> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> named.put(prefix + name, tensor));
        return named;
    }

    public static Map<String, Tensor> stripPrefix(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
