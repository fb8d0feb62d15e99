package org.dengbej.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.dengbej.vits.engine.Precision;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {

    @Test
    void aCpuComputesInFloat32WhateverIsAsked() {
        assertThat(MixedPrecision.of(true, Device.cpu())).isEqualTo(new MixedPrecision(Precision.FLOAT32, false));
    }

    @Test
    void aGpuThatHasBfloat16NeedsNoScaler() {
        assertThat(MixedPrecision.onGpu(null, 90)).isEqualTo(new MixedPrecision(Precision.BFLOAT16, false));
    }

    @Test
    void anOlderGpuScalesFloat16() {
        assertThat(MixedPrecision.onGpu(null, 75)).isEqualTo(new MixedPrecision(Precision.FLOAT16, true));
    }

    @Test
    void whoAsksForFp16HasItAndItsScaler() {
        assertThat(MixedPrecision.onGpu(true, 90)).isEqualTo(new MixedPrecision(Precision.FLOAT16, true));
        assertThat(MixedPrecision.onGpu(false, 90)).isEqualTo(new MixedPrecision(Precision.FLOAT32, false));
    }
}
