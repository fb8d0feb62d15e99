package org.dengbej.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.engine.Ops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExponentialMovingAverageTest {

    private final TestParameters parameters = new TestParameters().add("w", Tensor.of(new float[] {1, -2, 4}, 3));
    private final ExponentialMovingAverage average = new ExponentialMovingAverage(parameters.all(), 0.9);

    @AfterEach
    void close() {
        average.close();
        parameters.close();
    }

    private void move(float... values) {
        Ops.assign(parameters.all().get("w"), values);
    }

    @Test
    void itBeginsAsTheWeightsAre() {
        move(9, 9, 9);
        assertThat(average.state().get("w").toFloats()).containsExactly(1, -2, 4);
    }

    @Test
    void itMovesByTheComplementOfItsDecayWhichGrowsInTheFirstSteps() {
        // When
        move(2, 0, 0);
        average.update(1);

        // Then: decay 2 / 11
        assertThat(average.state().get("w").toFloats()[0]).isCloseTo(2 - 2f / 11, within(1e-6f));

        // When long after
        float before = average.state().get("w").toFloats()[0];
        average.update(1000);

        // Then: decay 0.9
        assertThat(average.state().get("w").toFloats()[0]).isCloseTo(0.9f * before + 0.2f, within(1e-6f));
    }

    @Test
    void whileItIsInTheWeightsPlaceTheTrainedOnesAreKept() {
        move(5, 6, 7);
        average.update(1);
        float[] averaged = average.state().get("w").toFloats();
        average.inPlaceOfWeights(() -> {
            assertThat(parameters.values("w")).containsExactly(averaged);
            assertThat(average.trained().get("w").toFloats()).containsExactly(5, 6, 7);
            return null;
        });
        assertThat(parameters.values("w")).containsExactly(5, 6, 7);
    }

    @Test
    void workThatFailsLeavesTheWeightsAsTheyWere() {
        move(5, 6, 7);
        assertThatThrownBy(() -> average.inPlaceOfWeights(() -> {
                    throw new IllegalStateException("a full disk");
                }))
                .hasMessage("a full disk");
        assertThat(parameters.values("w")).containsExactly(5, 6, 7);
    }

    @Test
    void aSavedStateIsTakenOver() {
        average.load(Map.of("w", Tensor.of(new float[] {3, 3, 3}, 3)));
        assertThat(average.state().get("w").toFloats()).containsExactly(3, 3, 3);
        assertThatThrownBy(() -> average.load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("w");
    }
}
