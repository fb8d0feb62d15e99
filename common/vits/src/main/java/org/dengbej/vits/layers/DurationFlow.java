package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;

/** An invertible map of pairs of numbers [B, 2, T], one of the stochastic duration predictor's chain. */
interface DurationFlow {

    /**
     * Where a map leads, and how much it stretches.
     *
     * @param z              [B, 2, T]
     * @param logDeterminant of the map's Jacobian, summed over tokens, [B]
     */
    record Image(NDArray z, NDArray logDeterminant) {}

    /**
     * From durations towards noise.
     *
     * @param z         [B, 2, T]
     * @param mask      [B, 1, T]
     * @param condition [B, H, T]
     */
    Image forward(NDArray z, NDArray mask, NDArray condition);

    /**
     * Back from noise towards durations.
     *
     * @param z         [B, 2, T]
     * @param mask      [B, 1, T]
     * @param condition [B, H, T]
     */
    NDArray inverse(NDArray z, NDArray mask, NDArray condition);
}
