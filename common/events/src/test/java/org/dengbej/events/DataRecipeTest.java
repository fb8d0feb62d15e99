package org.dengbej.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRecipeTest {

    private static Hyperparameters found(TrainingDefaults preset, int utterances, Map<String, ?> asked) {
        int batches = (utterances + preset.batchUtterances() - 1) / preset.batchUtterances();
        return new DataRecipe(utterances, batches, 1)
                .complete(Hyperparameters.of(asked).orElse(preset.hyperparameters()), preset);
    }

    /** As finetune-hf-vits recommends for 80 to 150 clips. */
    @ParameterizedTest
    @ValueSource(ints = {80, 100, 150})
    void aSmallSetIsFineTunedInTwoThousandStepsOfSixteen(int utterances) {
        Hyperparameters found = found(TrainingDefaults.FINE_TUNING, utterances, Map.of());
        assertThat(found.steps()).isEqualTo(2000);
        assertThat(found.gradientAccumulationSteps() * TrainingDefaults.FINE_TUNING.batchUtterances())
                .isEqualTo(16);
    }

    @Test
    void moreDataNeverGetsFewerSteps() {
        for (TrainingDefaults preset : TrainingDefaults.values()) {
            int before = 0;
            for (int utterances = 1; utterances < 100_000; utterances = utterances * 5 / 4 + 1) {
                Hyperparameters byData =
                        new DataRecipe(utterances, utterances, 1).complete(Hyperparameters.EMPTY, preset);
                assertThat(byData.steps()).as("%s, %d", preset, utterances).isGreaterThanOrEqualTo(before);
                before = byData.steps();
            }
        }
    }

    @Test
    void eachSpeakerHasStepsOfItsOwn() {
        Hyperparameters one = new DataRecipe(400, 100, 1)
                .complete(TrainingDefaults.FINE_TUNING.hyperparameters(), TrainingDefaults.FINE_TUNING);
        Hyperparameters many = new DataRecipe(400, 100, 100)
                .complete(TrainingDefaults.FINE_TUNING.hyperparameters(), TrainingDefaults.FINE_TUNING);
        assertThat(many.steps()).isEqualTo(10_000).isGreaterThan(one.steps());
    }

    @Test
    void correctionsAreLearnedInFewStepsAlsoBySeveralSpeakers() {
        TrainingDefaults preset = TrainingDefaults.CORRECTIONS;
        assertThat(new DataRecipe(9, 5, 1)
                        .complete(preset.hyperparameters(), preset)
                        .steps())
                .isEqualTo(45);
        assertThat(new DataRecipe(2, 1, 3)
                        .complete(preset.hyperparameters(), preset)
                        .steps())
                .isEqualTo(30);
    }

    @Test
    void lessThanAStepOfDataMakesStepsOfAllOfIt() {
        Hyperparameters found = found(TrainingDefaults.FINE_TUNING, 6, Map.of());
        assertThat(found.gradientAccumulationSteps()).isEqualTo(2);
        assertThat(found.steps()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "gradientAccumulationSteps, 3",
        "steps, 70",
        "learningRateWarmUpSteps, 5",
        "discriminatorWarmUpSteps, 6",
        "evaluateEverySteps, 7",
        "checkpointEverySteps, 9"
    })
    void eachNumberCanBeSet(String name, int value) {
        Hyperparameters found = found(TrainingDefaults.FINE_TUNING, 100, Map.of(name, value));
        assertThat(found).isEqualTo(Hyperparameters.of(Map.of(name, value)).orElse(found));
    }

    @Test
    void warmUpsAreSharesOfTheStepsThatAreAskedFor() {
        Hyperparameters found = found(TrainingDefaults.FINE_TUNING, 100, Map.of("steps", 500));
        assertThat(found.learningRateWarmUpSteps()).isEqualTo(5);
        assertThat(found.discriminatorWarmUpSteps()).isEqualTo(50);
        assertThat(found.evaluateEverySteps()).isEqualTo(25);
    }

    @Test
    void epochsThatAreAskedForSayHowLongItTrains() {
        Hyperparameters found = found(TrainingDefaults.FINE_TUNING, 100, Map.of("epochs", 40));
        assertThat(found.epochs()).isEqualTo(40);
        assertThat(found.steps()).isNull();
        assertThat(found.evaluateEverySteps()).as("40 epochs of 7 steps").isEqualTo(14);
    }

    @Test
    void theLengthIsGivenOnce() {
        assertThatThrownBy(() -> Hyperparameters.of(Map.of("steps", 5, "targetHours", 1)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("steps 5")
                .hasMessageContaining("targetHours 1.0");
    }
}
