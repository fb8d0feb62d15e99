package org.dengbej.vits.weights;

import java.util.List;

/** The source of a model's tensors. Names are full; of weight norm's spellings only {@code _g} and {@code _v} are asked for. */
public interface WeightSource {

    boolean has(String name);

    /** Row-major values. A tensor that is missing or of another shape is remembered as a problem, and zeros are returned. */
    float[] values(String name, Init init, long... shape);

    /** Problems with the tensors that were asked for, and those never asked for. */
    List<String> problems();
}
