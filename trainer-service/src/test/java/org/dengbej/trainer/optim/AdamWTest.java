package org.dengbej.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.TensorType;
import org.junit.jupiter.api.Test;

/** {@code adamw.safetensors}: 50 steps of {@code torch.optim.AdamW(lr=2e-3, betas=(0.8, 0.99), eps=1e-9)} on given gradients. */
class AdamWTest {

    private static final Safetensors TORCH = Safetensors.read(Path.of("src/test/resources/adamw.safetensors"));
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.8, 0.99, 1e-9, 0.01);
    private static final double LEARNING_RATE = 2e-3;

    private static TestParameters initial() {
        TestParameters parameters = new TestParameters();
        NAMES.forEach(name -> parameters.add(name, TORCH.tensors().get("initial." + name)));
        return parameters;
    }

    private static void step(TestParameters parameters, AdamW optimizer, int step) {
        for (String name : NAMES) {
            float[] all = TORCH.tensor("gradients." + name, TensorType.F32).toFloats();
            int length = all.length / 50;
            parameters.giveGradient(name, Arrays.copyOfRange(all, step * length, (step + 1) * length));
        }
        optimizer.step();
    }

    private static void assertAsTorch(TestParameters parameters, int steps) {
        for (String name : NAMES) {
            float[] expected = TORCH.tensor("step%d.%s".formatted(steps, name), TensorType.F32)
                    .toFloats();
            float[] found = parameters.values(name);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).as("%s[%d] after %d steps", name, i, steps).isCloseTo(expected[i], within(1e-6f));
            }
        }
    }

    @Test
    void fiftyStepsAreTorchs() {
        try (TestParameters parameters = initial();
                AdamW optimizer = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE)) {
            for (int step = 0; step < 50; step++) {
                step(parameters, optimizer, step);
                if (step == 0 || step == 9 || step == 49) {
                    assertAsTorch(parameters, step + 1);
                }
            }
        }
    }

    @Test
    void aSavedStateGoesOnAsIfItHadNeverStopped() {
        try (TestParameters parameters = initial();
                AdamW first = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE);
                AdamW second = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE)) {
            // Given 10 steps, saved and loaded
            for (int step = 0; step < 10; step++) {
                step(parameters, first, step);
            }
            second.load(first.state());

            // When 40 more
            for (int step = 10; step < 50; step++) {
                step(parameters, second, step);
            }

            // Then
            assertAsTorch(parameters, 50);
        }
    }

    @Test
    void reservedMomentsAreZeroAndThoseOfTheParametersWithGradients() {
        try (TestParameters parameters = initial();
                AdamW optimizer = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE)) {
            parameters.giveGradient("a", new float[7]);
            optimizer.reserve();
            assertThat(optimizer.state())
                    .containsOnlyKeys("a.exp_avg", "a.exp_avg_sq", "a.step")
                    .allSatisfy((name, moment) -> assertThat(moment.toFloats()).containsOnly(0));
        }
    }

    @Test
    void aLearningRateIsTheOneThatWasSet() {
        try (TestParameters parameters = initial();
                AdamW optimizer = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE)) {
            assertThat(optimizer.learningRate()).isEqualTo(LEARNING_RATE);
            optimizer.setLearningRate(1e-4);
            assertThat(optimizer.learningRate()).isEqualTo(1e-4);
        }
    }

    @Test
    void aParameterWithoutGradientIsLeftAloneWeightDecayIncluded() {
        try (TestParameters parameters = initial();
                AdamW optimizer = new AdamW(parameters.all(), SETTINGS, LEARNING_RATE)) {
            float[] before = parameters.values("b");
            parameters.giveGradient("a", new float[7]);
            optimizer.step();
            assertThat(parameters.values("b")).isEqualTo(before);
            assertThat(optimizer.state()).containsOnlyKeys("a.exp_avg", "a.exp_avg_sq", "a.step");
        }
    }
}
