package org.dengbej.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.dengbej.events.DataRecipe;

/**
 * The number of optimizer steps that fit into a time: by the median of some steps, after the first ones, in which code is compiled and
 * memory is allocated, and by what an evaluation takes.
 */
final class StepBudget {

    private static final int WARM_UP_STEPS = 3;
    private static final int MEASURED_STEPS = 9;

    private final List<Double> stepSeconds = new ArrayList<>();
    private int steps;
    private double evaluationSeconds;

    void step(double seconds) {
        steps++;
        if (steps > WARM_UP_STEPS && stepSeconds.size() < MEASURED_STEPS) {
            stepSeconds.add(seconds);
        }
    }

    void evaluation(double seconds) {
        evaluationSeconds = seconds;
    }

    /**
     * Steps that fit; empty until enough of them were timed.
     *
     * @param seconds            that are left
     * @param evaluateEverySteps as the job asks; null where the interval follows from the number of steps
     */
    OptionalLong fitting(double seconds, Integer evaluateEverySteps) {
        if (stepSeconds.size() < MEASURED_STEPS) {
            return OptionalLong.empty();
        }
        double median = stepSeconds.stream()
                .sorted()
                .skip(MEASURED_STEPS / 2)
                .findFirst()
                .orElseThrow();
        double fitting = evaluateEverySteps == null || evaluateEverySteps == 0
                ? (seconds - DataRecipe.EVALUATIONS * evaluationSeconds) / median
                : seconds / (median + evaluationSeconds / evaluateEverySteps);
        return OptionalLong.of((long) Math.max(0, fitting));
    }
}
