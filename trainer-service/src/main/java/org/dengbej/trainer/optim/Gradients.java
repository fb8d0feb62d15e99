package org.dengbej.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.weights.Parameters;

/**
 * The parameters that a gradient has reached, and those gradients: views that are given back on closing, while the gradients
 * themselves stay where they are.
 *
 * @param names      of the parameters
 * @param parameters in the order of the names
 * @param arrays     their gradients
 */
public record Gradients(List<String> names, NDList parameters, NDList arrays) implements AutoCloseable {

    public static Gradients of(Parameters all) {
        List<String> names = new ArrayList<>();
        NDList parameters = new NDList();
        NDList arrays = new NDList();
        for (String name : all.names()) {
            NDArray parameter = all.get(name);
            all.gradient(name).ifPresent(gradient -> {
                names.add(name);
                parameters.add(parameter);
                arrays.add(gradient);
            });
        }
        return new Gradients(List.copyOf(names), parameters, arrays);
    }

    @Override
    public void close() {
        arrays.close();
    }
}
