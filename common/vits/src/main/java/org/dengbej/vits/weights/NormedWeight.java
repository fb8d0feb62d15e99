package org.dengbej.vits.weights;

import ai.djl.ndarray.NDArray;

/**
 * A weight that training holds in two parts (Salimans & Kingma 2016). Layers see the weight alone, so that it is made once a step
 * and not once a use; its gradient becomes the parts' when all of it is gathered.
 *
 * @param weight       what layers see
 * @param direction    v
 * @param gain         g
 * @param gainGradient of g, once it is known
 */
record NormedWeight(NDArray weight, NDArray direction, NDArray gain, NDArray gainGradient) {}
