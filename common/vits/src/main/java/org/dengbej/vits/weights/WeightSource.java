package org.dengbej.vits.weights;

import java.util.List;

/** Where a model's tensors come from. Names are full; of weight norm's spellings only {@code _g} and {@code _v} are asked for. */
public interface WeightSource {

    boolean has(String name);

    /** Row-major values. A tensor that is missing or of another shape is remembered as a problem, and zeros are returned. */
    float[] values(String name, Init init, long... shape);

    /** What was wrong with what was asked for, and what was never asked for. */
    List<String> problems();
}
