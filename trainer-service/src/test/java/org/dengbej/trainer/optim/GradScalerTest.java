package org.dengbej.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.dengbej.safetensors.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code grad_scaler.json}: where {@code torch.amp.GradScaler} moved its scale over 9000 steps, some of which overflowed. */
class GradScalerTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0);

    private final TestParameters parameters = new TestParameters().add("w", Tensor.of(new float[] {1, 2}, 2));
    private final AdamW optimizer = new AdamW(parameters.all(), SETTINGS, 0.1);

    @AfterEach
    void close() {
        optimizer.close();
        parameters.close();
    }

    private static float[] gradient(boolean overflow) {
        return new float[] {overflow ? Float.POSITIVE_INFINITY : 1, 1};
    }

    @Test
    void theScaleMovesAsTorchs() throws IOException {
        // Given
        JsonNode torch = new ObjectMapper()
                .readTree(Path.of("src/test/resources/grad_scaler.json").toFile());
        Set<Integer> overflows = new HashSet<>();
        torch.path("overflows").forEach(step -> overflows.add(step.asInt()));
        TreeMap<Integer, Double> scales = new TreeMap<>();
        torch.path("scales")
                .forEach(change ->
                        scales.put(change.get(0).asInt(), change.get(1).asDouble()));
        GradScaler scaler = GradScaler.enabled();

        // When, Then
        for (int step = 0; step < torch.path("steps").asInt(); step++) {
            assertThat(scaler.scale())
                    .as("step %d", step)
                    .isEqualTo(scales.floorEntry(step).getValue());
            parameters.giveGradient("w", gradient(overflows.contains(step)));
            scaler.unscale(optimizer);
            assertThat(scaler.step(optimizer)).isEqualTo(!overflows.contains(step));
            scaler.update();
        }
        assertThat(scaler.state().scale()).isEqualTo(torch.path("final_scale").asDouble());
        assertThat(scaler.state().growthTracker())
                .isEqualTo(torch.path("final_growth_tracker").asInt());
    }

    @Test
    void gradientsAreDividedByTheScale() {
        parameters.giveGradient("w", new float[] {65536, 32768});
        GradScaler.enabled().unscale(optimizer);
        assertThat(parameters.gradient("w")).containsExactly(1f, 0.5f);
    }

    @Test
    void anOverflowOfOneOptimizerHalvesTheScaleForAll() {
        // Given
        TestParameters others = new TestParameters().add("v", Tensor.of(new float[] {1}, 1));
        GradScaler scaler = GradScaler.enabled();
        try (others;
                AdamW other = new AdamW(others.all(), SETTINGS, 0.1)) {
            parameters.giveGradient("w", gradient(true));
            others.giveGradient("v", new float[] {1});

            // When
            boolean stepped = scaler.step(optimizer);
            boolean otherStepped = scaler.step(other);
            scaler.update();

            // Then
            assertThat(stepped).isFalse();
            assertThat(otherStepped).isTrue();
            assertThat(scaler.scale()).isEqualTo(32768);
        }
    }

    @Test
    void anOptimizerStepsOnlyWhereItsGradientsAreFinite() {
        GradScaler scaler = GradScaler.enabled();
        parameters.giveGradient("w", gradient(true));
        assertThat(scaler.step(optimizer)).isFalse();
        assertThat(parameters.values("w")).containsExactly(1, 2);

        scaler.update();
        parameters.giveGradient("w", gradient(false));
        assertThat(scaler.step(optimizer)).isTrue();
        assertThat(parameters.values("w")[0]).isLessThan(1);
    }

    @Test
    void twoThousandStepsWithoutOverflowDoubleTheScale() {
        GradScaler scaler = GradScaler.enabled();
        scaler.load(new GradScaler.State(65536, 1998));
        for (GradScaler.State expected : List.of(new GradScaler.State(65536, 1999), new GradScaler.State(131072, 0))) {
            parameters.giveGradient("w", gradient(false));
            scaler.step(optimizer);
            scaler.update();
            assertThat(scaler.state()).isEqualTo(expected);
        }
    }

    @Test
    void aScaleThatWouldOverflowStays() {
        GradScaler scaler = GradScaler.enabled();
        double largest = 0x1p127;
        scaler.load(new GradScaler.State(largest, 1999));
        parameters.giveGradient("w", gradient(false));
        scaler.step(optimizer);
        scaler.update();
        assertThat(scaler.state()).isEqualTo(new GradScaler.State(largest, 0));
    }

    @Test
    void aBackOffHalvesTheScaleAndEndsTheStep() {
        GradScaler scaler = GradScaler.enabled();
        parameters.giveGradient("w", gradient(false));
        scaler.unscale(optimizer);
        scaler.backOff();
        assertThat(scaler.state()).isEqualTo(new GradScaler.State(32768, 0));
        assertThatThrownBy(scaler::update).isInstanceOf(IllegalStateException.class);

        GradScaler disabled = GradScaler.disabled();
        disabled.backOff();
        assertThat(disabled.state().scale()).isEqualTo(65536);
    }

    @Test
    void forgottenGradientsMayBeUnscaledAgain() {
        GradScaler scaler = GradScaler.enabled();
        parameters.giveGradient("w", gradient(true));
        scaler.unscale(optimizer);
        scaler.forget();

        parameters.giveGradient("w", gradient(false));
        scaler.unscale(optimizer);
        assertThat(scaler.step(optimizer)).isTrue();
    }

    @Test
    void theOrderOfCallsIsKept() {
        GradScaler scaler = GradScaler.enabled();
        assertThatThrownBy(scaler::update).isInstanceOf(IllegalStateException.class);
        parameters.giveGradient("w", gradient(false));
        scaler.unscale(optimizer);
        assertThatThrownBy(() -> scaler.unscale(optimizer)).isInstanceOf(IllegalStateException.class);
        scaler.step(optimizer);
        assertThatThrownBy(() -> scaler.step(optimizer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void disabledItScalesByOneAndLetsEveryStepPass() {
        GradScaler scaler = GradScaler.disabled();
        parameters.giveGradient("w", gradient(false));
        scaler.unscale(optimizer);
        assertThat(scaler.step(optimizer)).isTrue();
        scaler.update();
        assertThat(scaler.scale()).isEqualTo(1);
        assertThat(parameters.values("w")[0]).isLessThan(1);
    }
}
