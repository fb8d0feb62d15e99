package org.dengbej.trainer.learner;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import org.dengbej.vits.engine.Precision;

/**
 * The precision that a job computes in.
 *
 * @param precision of large products; everything that half precision does not hold stays float32
 * @param scaled    whether losses are scaled, which float16's narrow range needs
 */
record MixedPrecision(Precision precision, boolean scaled) {

    private static final MixedPrecision FULL = new MixedPrecision(Precision.FLOAT32, false);

    /** NVIDIA's compute capability from which on bfloat16 is as fast as float16 (Ampere). */
    private static final int BFLOAT16_FROM = 80;

    /**
     * Half precision is for GPUs. A job that says nothing has bfloat16 where the GPU computes with it, else float16; one that asks
     * for fp16 has that.
     */
    static MixedPrecision of(Boolean fp16, Device device) {
        return device.isGpu() ? onGpu(fp16, capability(device)) : FULL;
    }

    static MixedPrecision onGpu(Boolean fp16, int computeCapability) {
        if (fp16 == null) {
            return computeCapability >= BFLOAT16_FROM ? new MixedPrecision(Precision.BFLOAT16, false) : onGpu(true, 0);
        }
        return fp16 ? new MixedPrecision(Precision.FLOAT16, true) : FULL;
    }

    private static int capability(Device device) {
        return Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId()));
    }
}
