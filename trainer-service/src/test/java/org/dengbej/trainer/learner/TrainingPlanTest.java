package org.dengbej.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dengbej.events.DataRecipe;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {

    /** 100 utterances in 25 batches: 7 steps of 4 batches an epoch. */
    private static final DataRecipe DATA = new DataRecipe(100, 25, 1);

    private static TrainingPlan plan(Map<String, ?> asked, OptionalLong counted) {
        TrainVoice job = new TrainVoice(
                "voice",
                "job",
                "model",
                List.of(new WeightedDataset("data", null)),
                null,
                null,
                Hyperparameters.of(asked),
                URI.create("file:///out"),
                null,
                null,
                1,
                List.of());
        return TrainingPlan.of(job, DATA, counted);
    }

    private static TrainingSchedule schedule(Map<String, ?> asked) {
        return plan(asked, OptionalLong.empty()).schedule();
    }

    @Test
    void aJobThatNamesNoLengthTakesItFromTheData() {
        TrainingSchedule schedule = schedule(Map.of());
        assertThat(schedule.steps()).isEqualTo(2000);
        assertThat(schedule.epochs()).isEqualTo(286);
        assertThat(schedule.ended(1999, 1000)).isFalse();
        assertThat(schedule.ended(2000, 286)).isTrue();
    }

    @Test
    void aJobThatNamesItsEpochsEndsAfterThem() {
        TrainingSchedule schedule = schedule(Map.of("epochs", 3));
        assertThat(schedule.steps()).isEqualTo(21);
        assertThat(schedule.ended(500, 3)).isFalse();
        assertThat(schedule.ended(20, 4)).isTrue();
    }

    @Test
    void theLearningRateRisesToItsValueInTheWarmUp() {
        TrainingSchedule schedule = schedule(Map.of("learningRateWarmUpSteps", 4, "learningRateDecay", 1));
        assertThat(schedule.learningRateFactor(0, 1)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.learningRateFactor(3, 1)).isCloseTo(0.8, within(1e-12));
        assertThat(schedule.learningRateFactor(4, 1)).isEqualTo(1);
    }

    @Test
    void theExponentialScheduleFallsFromEpochToEpoch() {
        TrainingSchedule schedule = schedule(Map.of("learningRateDecay", 0.5));
        assertThat(schedule.learningRateFactor(100, 1)).isEqualTo(1);
        assertThat(schedule.learningRateFactor(100, 3)).isEqualTo(0.25);
    }

    @Test
    void theCosineFallsToNothingAtTheLastStep() {
        TrainingSchedule schedule =
                schedule(Map.of("steps", 110, "learningRateWarmUpSteps", 10, "learningRateSchedule", "cosine"));
        assertThat(schedule.learningRateFactor(10, 2)).isEqualTo(1);
        assertThat(schedule.learningRateFactor(60, 9)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.learningRateFactor(110, 16)).isCloseTo(0, within(1e-12));
    }

    @Test
    void countedStepsTakeTheSchedulesAlong() {
        // Given
        Map<String, ?> asked = Map.of("targetHours", 1, "learningRateSchedule", "cosine");
        TrainingPlan before = plan(asked, OptionalLong.empty());
        assertThat(before.targetHours()).isEqualTo(1);

        // When
        TrainingPlan counted = before.withSteps(400);

        // Then
        assertThat(counted.targetHours()).isNull();
        assertThat(counted.schedule().steps()).isEqualTo(400);
        assertThat(counted.schedule().evaluateEverySteps()).isEqualTo(20);
        assertThat(counted.schedule().discriminatorWarmUpSteps()).isEqualTo(40);
        assertThat(counted).isEqualTo(plan(asked, OptionalLong.of(400)));
    }

    @Test
    void discriminatorsThatHaveLearnedAreHeardAtOnceAlsoWhenStepsAreCounted() {
        TrainingPlan learned =
                plan(Map.of("targetHours", 1), OptionalLong.empty()).withLearnedDiscriminators();
        assertThat(learned.schedule().adversarialLossEnabled(0)).isTrue();
        assertThat(learned.withSteps(500).schedule().adversarialLossEnabled(0)).isTrue();
        assertThat(learned.withSteps(500).schedule().steps()).isEqualTo(500);
    }

    @Test
    void theGeneratorHearsDiscriminatorsAfterTheirWarmUp() {
        TrainingSchedule schedule = schedule(Map.of("discriminatorWarmUpSteps", 5));
        assertThat(schedule.adversarialLossEnabled(4)).isFalse();
        assertThat(schedule.adversarialLossEnabled(5)).isTrue();
    }
}
