package org.dengbej.trainer.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dengbej.trainer.step.StepOutcome;
import org.junit.jupiter.api.Test;

class NonFiniteGuardTest {

    private static final StepOutcome.Contents CONTENTS =
            new StepOutcome.Contents(List.of("speech/0"), 0, 2, List.of("ezman", "nan"));

    private final NonFiniteGuard guard = new NonFiniteGuard(3);

    private static StepOutcome.Overflowed overflowed(Map<String, Double> losses) {
        return new StepOutcome.Overflowed(CONTENTS, losses, 1);
    }

    @Test
    void aRunOfLossesThatAreNoNumbersNamesThemAndTheirUtterances() {
        StepOutcome.Trained nan = overflowed(Map.of("mel", Double.NaN, "kl", 1.0));
        guard.after(nan);
        guard.after(nan);
        assertThatThrownBy(() -> guard.after(nan))
                .isInstanceOf(UntrainableException.class)
                .hasMessageContaining("[mel]")
                .hasMessageContaining("[ezman, nan]")
                .hasMessageContaining("3 steps in a row");
    }

    @Test
    void finiteLossesWithOverflownGradientsAreToldAsSuch() {
        StepOutcome.Trained overflowed = overflowed(Map.of("mel", 1.0));
        guard.after(overflowed);
        guard.after(overflowed);
        assertThatThrownBy(() -> guard.after(overflowed)).hasMessageContaining("a gradient was not finite");
    }

    @Test
    void aStepInBetweenBeginsTheCountAnew() {
        StepOutcome.Trained nan = overflowed(Map.of("mel", Double.NaN));
        assertThatCode(() -> {
                    for (int i = 0; i < 10; i++) {
                        guard.after(nan);
                        guard.after(nan);
                        guard.after(new StepOutcome.Stepped(CONTENTS, Map.of("mel", 1.0), 1, 1));
                    }
                })
                .doesNotThrowAnyException();
    }
}
