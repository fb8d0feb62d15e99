package org.dengbej.vits.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dengbej.safetensors.Tensor;

/** The tensors of a file, in any spelling of weight norm and any floating-point type. */
public final class SavedWeights implements WeightSource {

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> unread;
    private final List<String> problems = new ArrayList<>();

    public SavedWeights(Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> this.tensors.put(PublishedLayout.legacy(name), tensor));
        unread = new TreeSet<>(this.tensors.keySet());
    }

    @Override
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    @Override
    public float[] values(String name, Init init, long... shape) {
        Tensor tensor = tensors.get(name);
        unread.remove(name);
        if (tensor == null) {
            problems.add("%s %s is missing".formatted(name, Arrays.toString(shape)));
        } else if (!Arrays.equals(tensor.shape(), shape)) {
            problems.add(
                    "%s must be %s, found %s".formatted(name, Arrays.toString(shape), Arrays.toString(tensor.shape())));
        } else {
            float[] values = tensor.toFloats();
            NonFiniteWeights.in(name, shape, values).ifPresent(problems::add);
            return values;
        }
        return new float[Shapes.elements(shape)];
    }

    @Override
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        unread.forEach(name -> all.add("%s %s is not part of this model"
                .formatted(name, Arrays.toString(tensors.get(name).shape()))));
        return all;
    }
}
