package org.dengbej.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.InvalidEventException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingOptionsTest {

    private static Hyperparameters given(String... arguments) {
        TrainingOptions options = new TrainingOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("training", mixin(options)))
                .parseArgs(arguments);
        return options.hyperparameters();
    }

    private static CommandLine.Model.CommandSpec mixin(TrainingOptions options) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
    }

    @Test
    void anyHyperparameterCanBeSetByItsName() {
        Hyperparameters chosen =
                given("--epochs", "3", "--set", "discriminatorLearningRate=2e-4", "--set", "checkpointEveryEpochs=20");
        assertThat(chosen.epochs()).isEqualTo(3);
        assertThat(chosen.discriminatorLearningRate()).isEqualTo(2e-4);
        assertThat(chosen.checkpointEveryEpochs()).isEqualTo(20);
    }

    /** The later scripts' names. */
    @Test
    void theLengthAndTheLearningRatesScheduleCanBeChosen() {
        Hyperparameters chosen =
                given("--target_hours", "1.5", "--min_epochs", "3", "--warmup_steps", "40", "--use_scheduler");
        assertThat(chosen.targetHours()).isEqualTo(1.5);
        assertThat(chosen.minEpochs()).isEqualTo(3);
        assertThat(chosen.learningRateWarmUpSteps()).isEqualTo(40);
        assertThat(chosen.learningRateSchedule()).isEqualTo("cosine");
        assertThat(given("--steps", "700", "--patience", "0", "--publish", "last"))
                .isEqualTo(Hyperparameters.of(Map.of("steps", 700, "patience", 0, "publish", "last")));
    }

    @Test
    void whatIsNotAskedForIsLeftToTheTrainer() {
        assertThat(given()).isEqualTo(Hyperparameters.EMPTY);
    }

    @Test
    void theHelpShowsTheDefaultsOfEachPreset() {
        for (Object command : new Object[] {new Train(), new TrainFeedback()}) {
            String help = new CommandLine(command)
                    .getUsageMessage(CommandLine.Help.Ansi.OFF)
                    .replaceAll("\\s+", " ");
            assertThat(help)
                    .contains(
                            "per micro-batch. Default: 4 (mel, fine-tuning, new-voice), 2 (corrections, mel-corrections)",
                            "per optimizer step. Default: 8 (mel, mel-corrections), by the data (fine-tuning, new-voice, corrections)",
                            "Default: 2e-5 (mel, fine-tuning), 2e-4 (new-voice), 1e-5 (corrections, mel-corrections)");
        }
    }

    @Test
    void anUnknownHyperparameterIsNamed() {
        assertThatThrownBy(() -> given("--set", "learningRat=1"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("learningRat");
        assertThatThrownBy(() -> given("--set", "beta1=much"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("beta1");
    }
}
