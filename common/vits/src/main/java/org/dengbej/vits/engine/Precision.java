package org.dengbej.vits.engine;

/**
 * In which type convolutions and matrix products of large layers are computed. Weights, gradients and everything else stay
 * float32: each such operator casts what it takes and gives float32 back.
 */
public enum Precision {
    FLOAT32(6),
    /** Needs a gradient scaler. */
    FLOAT16(5),
    /**
     * DJL knows no arrays of it: they live inside one operator. On a CPU operands are rounded to it and products are float32's, since
     * the kernels that some processors with AVX512-BF16 have for convolutions are wrong by several percent.
     */
    BFLOAT16(15);

    /** PyTorch's number of the type. */
    private final int scalarType;

    Precision(int scalarType) {
        this.scalarType = scalarType;
    }

    int scalarType() {
        return scalarType;
    }
}
