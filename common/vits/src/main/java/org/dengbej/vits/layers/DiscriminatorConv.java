package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;

/** A convolution of a discriminator. */
interface DiscriminatorConv {

    NDArray forward(NDArray x);

    /** The same, then the leaky ReLU. */
    NDArray forwardLeaky(NDArray x, double slope);
}
