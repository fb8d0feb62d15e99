package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.engine.Ops;

/**
 * Moves between two views of a score per query and key, N = batch times heads: the band [N, T, 2w + 1], whose column d is the key
 * at relative position d - w, and the square [N, T, T], whose column is the key itself. Done by padding and reshaping: one more
 * column than the row's stride shifts each row by one.
 */
final class RelativePositions {

    private RelativePositions() {}

    /** Band to square; keys outside the window are 0. */
    static NDArray square(NDArray band, long window) {
        Shape shape = band.getShape();
        long items = shape.get(0);
        long length = shape.get(1);
        long stride = length + 2 * window;
        NDArray padded = band.pad(new Shape(0, length), 0).reshape(items, length * (stride + 1));
        NDArray shifted = Ops.slice(padded, 1, 0, length * stride).reshape(items, length, stride);
        return Ops.slice(shifted, 2, window, window + length);
    }

    /** Square to band; keys before the first and after the last are 0. */
    static NDArray band(NDArray square, long window) {
        Shape shape = square.getShape();
        long items = shape.get(0);
        long length = shape.get(1);
        long stride = length + 2 * window;
        NDArray padded = square.pad(new Shape(window, window), 0).reshape(items, length * stride);
        NDArray shifted = padded.pad(new Shape(0, length), 0).reshape(items, length, stride + 1);
        return Ops.slice(shifted, 2, 0, 2 * window + 1);
    }
}
