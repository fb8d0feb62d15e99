package org.dengbej.vits.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Parameters;

/** Compares the L2 norm of every parameter's gradient, and which parameters have none. */
final class GradientNorms {

    /** A gradient whose true value is 0 (a bias before a softmax) has the norm of rounding errors, here and in the reference. */
    private static final double ROUNDING = 1e-7;

    /**
     * The slope of a leaky ReLU at 0 is either of two. Where float32 cannot tell an activation's sign, the reference may have
     * taken the other one: that moves a few small gradients, by some 1e-5 of the total norm, and both are right.
     */
    private static final double AT_KINK = 5e-5;

    private static final double SHARE_AT_KINK = 0.01;

    private static final double NORM = 1e-3;

    private GradientNorms() {}

    /**
     * Reports {@code <prefix>_grad_presence}, {@code _grad_l2} and {@code _grad_total_l2}.
     *
     * @param expected norms by name, null where there is no gradient
     * @param total    norm of all of them together
     * @param name     of a parameter in the reference
     */
    static void compare(
            String prefix,
            JsonNode expected,
            double total,
            Parameters parameters,
            UnaryOperator<String> name,
            Consumer<Check> report) {
        Comparison norms =
                new Comparison(prefix + "_grad_l2", ROUNDING * total, NORM).tolerating(SHARE_AT_KINK, AT_KINK * total);
        Comparison presence = new Comparison(prefix + "_grad_presence", 0, 0);
        double squares = 0;
        for (String ours : parameters.names()) {
            JsonNode norm = expected.path(name.apply(ours));
            Optional<NDArray> gradient = parameters.gradient(ours);
            presence.add(ours, norm.isNumber() ? 1 : 0, gradient.isPresent() ? 1 : 0);
            if (gradient.isPresent()) {
                try (NDArray array = gradient.get()) {
                    double found = Ops.l2Norms(new NDList(array))[0];
                    squares += found * found;
                    norms.add(ours, norm.asDouble(), found);
                }
            }
        }
        report.accept(presence.check());
        report.accept(norms.check());
        Comparison sum = new Comparison(prefix + "_grad_total_l2", 0, NORM);
        sum.add("total", total, Math.sqrt(squares));
        report.accept(sum.check());
    }

    /** The norm of all of them together. */
    static double total(JsonNode norms) {
        double squares = 0;
        for (JsonNode norm : norms) {
            squares += norm.asDouble() * norm.asDouble();
        }
        return Math.sqrt(squares);
    }
}
