package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;

/**
 * A model's parameters by name, in a fixed order, and their gradients. They belong to the model and are released with it.
 *
 * <p>Where a weight has weight norm, its two parts are parameters, and what layers compute with is made from them: after the
 * parameters have changed, by {@link #refresh}; before the gradients are used, theirs are made from its gradient, by {@link
 * #settleGradients}.
 */
public final class Parameters {

    private final Map<String, Parameter> parameters;
    private final List<NormedWeight> normed;
    private final IdentityHashMap<NDArray, NormedWeight> byPart = new IdentityHashMap<>();
    private final NDList leaves;

    /** {@code leaves}: what layers compute with. */
    Parameters(Map<String, Parameter> parameters, List<NormedWeight> normed, NDList leaves) {
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.normed = List.copyOf(normed);
        this.leaves = leaves;
        for (NormedWeight of : normed) {
            byPart.put(of.direction(), of);
            byPart.put(of.gain(), of);
        }
        refresh();
    }

    public List<String> names() {
        return List.copyOf(parameters.keySet());
    }

    /** The array of a parameter, which may lie otherwise than in the file. */
    public NDArray get(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter %s among %d".formatted(name, parameters.size()));
        }
        return parameter.array();
    }

    /** Numbers in all of them. */
    public long count() {
        return parameters.values().stream()
                .mapToLong(parameter -> parameter.array().size())
                .sum();
    }

    /** To be called when parameters have changed, before anything is computed with them. */
    public void refresh() {
        Ops.fuse(parts(NormedWeight::weight), parts(NormedWeight::direction), parts(NormedWeight::gain));
    }

    private NDList parts(Function<NormedWeight, NDArray> part) {
        return new NDList(normed.stream().map(part).toList());
    }

    /** To be called once when the last backward pass is over, before {@link #gradient}. */
    public void settleGradients() {
        try (NDList gradients = new NDList()) {
            NDList directions = new NDList();
            NDList gains = new NDList();
            NDList gainGradients = new NDList();
            for (NormedWeight of : normed) {
                Autograd.gradient(of.weight()).ifPresent(gradient -> {
                    gradients.add(gradient);
                    directions.add(of.direction());
                    gains.add(of.gain());
                    gainGradients.add(of.gainGradient());
                });
            }
            Ops.fusedGradients(gradients, directions, gains, gainGradients);
        }
    }

    /**
     * The gradient gathered so far, in the layout of {@link #get}: a view, to be closed by the caller. Empty when nothing has
     * reached the parameter.
     */
    public Optional<NDArray> gradient(String name) {
        NDArray array = get(name);
        NormedWeight part = byPart.get(array);
        if (part == null) {
            return Autograd.gradient(array);
        }
        // The direction's gradient has taken the place of the weight's.
        Optional<NDArray> ofWeight = Autograd.gradient(part.weight());
        if (array == part.direction()) {
            return ofWeight;
        }
        ofWeight.ifPresent(NDArray::close);
        return ofWeight.map(
                present -> Ops.slice(part.gainGradient(), 0, 0, array.getShape().get(0)));
    }

    /** Sets every gradient to 0, also where it is infinite or not a number. */
    public void zeroGradients() {
        Autograd.zeroGradients(leaves);
    }

    /** Freezes the parameters: gradients that are recorded from now on do not reach them. */
    public void freeze() {
        leaves.forEach(leaf -> leaf.setRequiresGradient(false));
    }

    /** It does again. */
    public void unfreeze() {
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    }

    /** Each as it lies in the file, fetched from the device when it is read. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> tensors.put(name, parameter.tensor()));
        return tensors;
    }

    /** The same, in Java's memory: what they are now. */
    public Map<String, Tensor> copyOut() {
        Map<String, Tensor> copies = tensors();
        copies.replaceAll((name, tensor) -> tensor.copied());
        return copies;
    }

    /**
     * Overwrites every parameter.
     *
     * @throws IllegalArgumentException naming a tensor that is missing, not ours, or of another shape; nothing is changed then
     */
    public void load(Map<String, Tensor> tensors) {
        parameters.forEach((name, parameter) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null || !parameter.accepts(tensor)) {
                throw new IllegalArgumentException("parameter %s must be %s, found %s"
                        .formatted(name, Arrays.toString(parameter.published()), shapeOf(tensor)));
            }
        });
        tensors.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("parameter %s is not part of this model".formatted(name));
                });
        parameters.forEach((name, parameter) -> parameter.assign(tensors.get(name)));
        refresh();
    }

    private static String shapeOf(Tensor tensor) {
        return tensor == null ? "nothing" : Arrays.toString(tensor.shape());
    }
}
