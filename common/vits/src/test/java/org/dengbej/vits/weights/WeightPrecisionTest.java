package org.dengbej.vits.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;
import org.junit.jupiter.api.Test;

class WeightPrecisionTest {

    private static final Map<String, Tensor> TENSORS = Map.of(
            "weight", Tensor.of(new float[] {0.1f, -3, 65504, Float.NaN}, 2, 2), "ids", Tensor.of(new long[] {7}, 1));

    @Test
    void weightsAreRoundedToFloat16AndWhatIsNoFloatStays() {
        Map<String, Tensor> halves = WeightPrecision.FLOAT16.of(TENSORS);
        assertThat(halves.get("weight").type()).isEqualTo(TensorType.F16);
        assertThat(halves.get("weight").shape()).containsExactly(2, 2);
        assertThat(halves.get("weight").toFloats()).containsExactly(0.099975586f, -3, 65504, Float.NaN);
        assertThat(halves.get("ids").toLongs()).containsExactly(7);
    }

    @Test
    void float16IsWidenedToFloat32Exactly() {
        Map<String, Tensor> halves = WeightPrecision.FLOAT16.of(TENSORS);
        Map<String, Tensor> whole = WeightPrecision.FLOAT32.of(halves);
        assertThat(whole.get("weight").type()).isEqualTo(TensorType.F32);
        assertThat(whole.get("weight").toFloats())
                .containsExactly(halves.get("weight").toFloats());
        assertThat(WeightPrecision.FLOAT16.of(whole).get("weight").data())
                .isEqualTo(halves.get("weight").data());
    }

    @Test
    void aNumberBeyondFloat16sRangeIsNamed() {
        Map<String, Tensor> large = Map.of("gain", Tensor.of(new float[] {70_000}, 1));
        assertThatThrownBy(() -> WeightPrecision.FLOAT16.of(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gain")
                .hasMessageContaining("70000");
    }
}
