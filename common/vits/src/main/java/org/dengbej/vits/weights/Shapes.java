package org.dengbej.vits.weights;

/** Arithmetic of shapes. */
final class Shapes {

    private Shapes() {}

    static int elements(long... shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return Math.toIntExact(elements);
    }
}
