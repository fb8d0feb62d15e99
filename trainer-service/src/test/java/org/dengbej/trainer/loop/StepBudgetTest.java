package org.dengbej.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepBudgetTest {

    private final StepBudget budget = new StepBudget();

    private void steps(int count, double seconds) {
        IntStream.range(0, count).forEach(i -> budget.step(seconds));
    }

    @Test
    void theFirstStepsAndAPauseInBetweenSayNothingOfTheSpeed() {
        steps(3, 60);
        steps(4, 2);
        budget.step(500);
        assertThat(budget.fitting(3600, null)).isEmpty();
        steps(4, 2);
        assertThat(budget.fitting(3600, null)).hasValue(1800);
    }

    @Test
    void evaluationsTakeTheirTime() {
        steps(12, 2);
        budget.evaluation(30);
        assertThat(budget.fitting(3600, null)).as("twenty of them").hasValue(1500);
        assertThat(budget.fitting(3600, 30)).as("one every 30 steps").hasValue(1200);
    }

    @Test
    void noTimeIsNoStep() {
        steps(12, 2);
        assertThat(budget.fitting(-10, null)).hasValue(0);
    }
}
