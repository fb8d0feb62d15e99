package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.engine.Ops;

/**
 * Monotonic rational-quadratic spline of K bins on [-b, b], the identity outside (Durkan et al. 2019). All per element: values
 * [..., 1] hold an element, bins [..., K] its bins, knots [..., K + 1] their ends.
 */
final class Spline {

    private static final double MIN_BIN = 1e-3;
    private static final double MIN_SLOPE = 1e-3;

    /** The raw slope at both ends, for which {@code MIN_SLOPE + softplus(raw)} is 1: there the identity begins. */
    private static final double RAW_SLOPE_ONE = Math.log(Math.expm1(1 - MIN_SLOPE));

    /** So that b itself lies in the last bin. */
    private static final double LAST_KNOT_MARGIN = 1e-6;

    private final NDArray xs;
    private final NDArray ys;
    private final NDArray slopes;
    private final double bound;
    private final long bins;

    /**
     * A spline for each element.
     *
     * @param rawWidths  [..., K]
     * @param rawHeights [..., K]
     * @param rawSlopes  at the inner knots, [..., K - 1]
     * @param bound      b
     */
    Spline(NDArray rawWidths, NDArray rawHeights, NDArray rawSlopes, double bound) {
        this.bound = bound;
        Shape shape = rawWidths.getShape();
        bins = shape.get(shape.dimension() - 1);
        xs = knots(rawWidths);
        ys = knots(rawHeights);
        slopes = rawSlopes
                .pad(new Shape(1, 1), RAW_SLOPE_ONE)
                .getNDArrayInternal()
                .softPlus()
                .add(MIN_SLOPE);
    }

    private NDArray knots(NDArray raw) {
        NDArray sizes = Ops.times(raw.softmax(-1), 1 - MIN_BIN * bins).add(MIN_BIN);
        NDArray inner = Ops.slice(Ops.times(sizes.cumSum(-1), 2 * bound).sub(bound), -1, 0, bins - 1);
        // The ends are exact, not sums.
        return inner.pad(new Shape(1, 0), -bound).pad(new Shape(0, 1), bound);
    }

    /** The bin of each value, and the spline's quantities there, all [..., 1]. */
    private record Bin(
            NDArray x0, NDArray y0, NDArray width, NDArray height, NDArray slope, NDArray slope0, NDArray slope1) {

        /** d0 + d1 - 2 s */
        NDArray curvature() {
            return slope0.add(slope1).sub(Ops.times(slope, 2));
        }
    }

    private Bin bin(NDArray values, NDArray knots) {
        NDArray inner = Ops.slice(knots, -1, 0, bins);
        NDArray last = Ops.slice(knots, -1, bins, bins + 1).add(LAST_KNOT_MARGIN);
        NDArray index = values.gte(inner.concat(last, -1))
                .toType(DataType.INT64, false)
                .sum(new int[] {-1}, true)
                .sub(1);
        NDArray next = index.add(1);
        NDArray x0 = xs.gather(index, -1);
        NDArray y0 = ys.gather(index, -1);
        NDArray width = xs.gather(next, -1).sub(x0);
        NDArray height = ys.gather(next, -1).sub(y0);
        return new Bin(x0, y0, width, height, height.div(width), slopes.gather(index, -1), slopes.gather(next, -1));
    }

    /**
     * The spline at an argument.
     *
     * @param value    [..., 1]
     * @param logSlope natural logarithm of the slope there, 0 outside, [..., 1]
     */
    record Value(NDArray value, NDArray logSlope) {}

    /** The values at arguments [..., 1]. */
    Value forward(NDArray arguments) {
        NDArray clipped = Ops.clamp(arguments, -bound, bound);
        Bin bin = bin(clipped, xs);
        NDArray theta = clipped.sub(bin.x0).div(bin.width);
        NDArray rest = theta.neg().add(1);
        NDArray both = theta.mul(rest);
        NDArray denominator = bin.slope.add(bin.curvature().mul(both));
        NDArray rise = bin.height.mul(bin.slope.mul(theta.square()).add(bin.slope0.mul(both)));
        NDArray value = bin.y0.add(rise.div(denominator));
        NDArray numerator = bin.slope1
                .mul(theta.square())
                .add(Ops.times(bin.slope.mul(both), 2))
                .add(bin.slope0.mul(rest.square()));
        NDArray logSlope = Ops.times(bin.slope.log(), 2).add(numerator.log()).sub(Ops.times(denominator.log(), 2));
        NDArray inside = inside(arguments);
        return new Value(inside.mul(value).add(outside(arguments).mul(arguments)), inside.mul(logSlope));
    }

    /** The argument that has this value: values [..., 1] to [..., 1]. */
    NDArray inverse(NDArray values) {
        NDArray clipped = Ops.clamp(values, -bound, bound);
        Bin bin = bin(clipped, ys);
        NDArray rise = clipped.sub(bin.y0);
        NDArray bend = rise.mul(bin.curvature());
        NDArray a = bin.height.mul(bin.slope.sub(bin.slope0)).add(bend);
        NDArray b = bin.height.mul(bin.slope0).sub(bend);
        NDArray c = bin.slope.mul(rise).neg();
        NDArray discriminant = b.mul(b).sub(Ops.times(a.mul(c), 4));
        NDArray theta = Ops.times(c, 2).div(b.neg().sub(discriminant.sqrt()));
        return inside(values)
                .mul(theta.mul(bin.width).add(bin.x0))
                .add(outside(values).mul(values));
    }

    private NDArray inside(NDArray values) {
        return values.abs().lte(bound).toType(DataType.FLOAT32, false);
    }

    private NDArray outside(NDArray values) {
        return values.abs().gt(bound).toType(DataType.FLOAT32, false);
    }
}
