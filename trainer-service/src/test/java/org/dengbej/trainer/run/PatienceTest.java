package org.dengbej.trainer.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dengbej.trainer.window.WindowOutcome;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final WindowOutcome.Contents CONTENTS =
            new WindowOutcome.Contents(List.of("speech/0"), 0, 2, List.of("ezman", "nan"));

    private final Patience patience = new Patience(3);

    private static WindowOutcome.Overflowed overflowed(Map<String, Double> losses) {
        return new WindowOutcome.Overflowed(CONTENTS, losses, 1);
    }

    @Test
    void aRunOfLossesThatAreNoNumbersNamesThemAndTheirUtterances() {
        WindowOutcome.Trained nan = overflowed(Map.of("mel", Double.NaN, "kl", 1.0));
        patience.after(nan);
        patience.after(nan);
        assertThatThrownBy(() -> patience.after(nan))
                .isInstanceOf(UntrainableException.class)
                .hasMessageContaining("[mel]")
                .hasMessageContaining("[ezman, nan]")
                .hasMessageContaining("3 steps in a row");
    }

    @Test
    void finiteLossesWithOverflownGradientsAreToldAsSuch() {
        WindowOutcome.Trained overflowed = overflowed(Map.of("mel", 1.0));
        patience.after(overflowed);
        patience.after(overflowed);
        assertThatThrownBy(() -> patience.after(overflowed)).hasMessageContaining("a gradient was no number");
    }

    @Test
    void aStepInBetweenBeginsTheCountAnew() {
        WindowOutcome.Trained nan = overflowed(Map.of("mel", Double.NaN));
        assertThatCode(() -> {
                    for (int i = 0; i < 10; i++) {
                        patience.after(nan);
                        patience.after(nan);
                        patience.after(new WindowOutcome.Stepped(CONTENTS, Map.of("mel", 1.0), 1, 1));
                    }
                })
                .doesNotThrowAnyException();
    }
}
