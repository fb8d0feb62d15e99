package org.dengbej.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.Map;
import org.dengbej.events.Hyperparameters;
import org.dengbej.vits.engine.Precision;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void aCpuComputesInFloat32WhateverIsAsked() {
        Hyperparameters asked = Hyperparameters.of(Map.of("fp16", true));
        assertThat(Arithmetic.of(asked, Device.cpu())).isEqualTo(new Arithmetic(Precision.FLOAT32, false));
    }

    @Test
    void aGpuThatHasBfloat16NeedsNoScaler() {
        assertThat(Arithmetic.onGpu(null, 90)).isEqualTo(new Arithmetic(Precision.BFLOAT16, false));
    }

    @Test
    void anOlderGpuScalesFloat16() {
        assertThat(Arithmetic.onGpu(null, 75)).isEqualTo(new Arithmetic(Precision.FLOAT16, true));
    }

    @Test
    void whoAsksForFp16HasItAndItsScaler() {
        assertThat(Arithmetic.onGpu(true, 90)).isEqualTo(new Arithmetic(Precision.FLOAT16, true));
        assertThat(Arithmetic.onGpu(false, 90)).isEqualTo(new Arithmetic(Precision.FLOAT32, false));
    }
}
