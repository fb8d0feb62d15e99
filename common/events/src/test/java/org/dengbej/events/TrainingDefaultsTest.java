package org.dengbej.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingDefaultsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENT = Path.of("../../docs/defaults.md");

    /** Those that no preset has, and where they come from instead. */
    private static final Map<String, String> DERIVED = Map.of(
            "fp16", "on when there is a GPU", "discriminatorLearningRate", "the generator's", "targetHours", "none");

    /** The sizes of data sets for which the document shows the recipe. */
    private static final int[] UTTERANCES = {10, 40, 100, 150, 1000, 10_000};

    private static TrainVoice job(String more) {
        return EventJson.read("""
                {"voice": "v", "job": "j", "baseModel": "m", "datasets": [{"dataset": "d"}], "output": "file:///o", "seed": 1%s}""".formatted(more).getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyPresetIsCompleteButForWhatIsDerivedOrFoundForTheData(TrainingDefaults row) {
        ObjectNode numbers = JSON.valueToTree(row.hyperparameters());
        Set<String> absent = new TreeSet<>();
        numbers.properties().forEach(number -> {
            if (number.getValue().isNull()) {
                absent.add(number.getKey());
            }
        });
        Set<String> expected = new TreeSet<>(DERIVED.keySet());
        if (byData(row)) {
            expected.addAll(DataRecipe.NAMES);
            expected.add("epochs");
        } else {
            expected.add("steps");
        }
        assertThat(absent).isEqualTo(expected);
        numbers.path("lossWeights")
                .forEach(weight -> assertThat(weight.isNumber()).isTrue());
    }

    @Test
    void theObjectiveAndTheBaseModelChooseThePreset() {
        assertThat(TrainingDefaults.of(job(""))).isEqualTo(TrainingDefaults.FINE_TUNING);
        assertThat(TrainingDefaults.of(job(", \"baseModel\": \"fresh:m\""))).isEqualTo(TrainingDefaults.NEW_VOICE);
        assertThat(TrainingDefaults.of(job(", \"objective\": \"mel\""))).isEqualTo(TrainingDefaults.MEL);
        assertThat(TrainingDefaults.of(job(", \"objective\": \"mel\", \"baseModel\": \"fresh:m\"")))
                .isEqualTo(TrainingDefaults.MEL);
        assertThatThrownBy(() -> TrainingDefaults.of(job(", \"objective\": \"beauty\"")))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("[vits, mel]")
                .hasMessageContaining("beauty");
    }

    @ParameterizedTest
    @EnumSource
    void aJobCanNameItsPreset(TrainingDefaults row) {
        assertThat(TrainingDefaults.of(job(", \"preset\": \"%s\"".formatted(row.preset()))))
                .isEqualTo(row);
    }

    @Test
    void aPresetThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> job(", \"preset\": \"gentle\""))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("preset")
                .hasMessageContaining("[mel, fine-tuning, new-voice, corrections, mel-corrections]")
                .hasMessageContaining("gentle");
    }

    @Test
    void whatAJobSetsComesBeforeThePreset() {
        Hyperparameters resolved =
                job(", \"preset\": \"new-voice\", \"hyperparameters\": {\"learningRate\": 1e-3, \"lossWeights\": {\"kl\": 2}}")
                        .resolvedHyperparameters();
        assertThat(resolved.learningRate()).isEqualTo(1e-3);
        assertThat(resolved.epsilon()).isEqualTo(1e-9);
        assertThat(resolved.lossWeights().kl()).isEqualTo(2);
        assertThat(resolved.lossWeights().mel()).isEqualTo(45);
    }

    @Test
    void theSchemaNamesEveryPreset() throws IOException {
        Set<String> named = new TreeSet<>();
        schema().at("/properties/preset/enum").forEach(name -> named.add(name.asText()));
        assertThat(named).isEqualTo(new TreeSet<>(TrainingDefaults.presets()));
    }

    /** With {@code -Dupdate} it writes the document. */
    @Test
    void theDocumentShowsTheTable() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document());
        }
        assertThat(DOCUMENT)
                .as("write it anew: mvn test -pl common/events -Dtest=TrainingDefaultsTest -Dupdate")
                .hasContent(document());
    }

    private static String document() throws IOException {
        StringBuilder table = new StringBuilder("""
                # Defaults of a training job

                A job that leaves out a hyperparameter takes it from a row of the enum `TrainingDefaults` in `common/events`, from which this
                page is generated. The job's `preset` names the row; without one, the objective and the base model choose it: `mel` for the
                objective `mel`, `new-voice` for `vits` from a `fresh:` base model, `fine-tuning` for `vits` from any other. Command line and
                feedback service send what was asked for and nothing else. A job that names `steps`, `epochs` or `targetHours` takes none of the
                other two from its preset.

                """);
        table.append(row("hyperparameter", TrainingDefaults::preset, "meaning"));
        table.append(row("---", preset -> "---", "---"));
        table.append(row(
                "`batchUtterances` of PrepareDataset",
                preset -> Integer.toString(preset.batchUtterances()),
                "utterances per micro-batch at most"));
        JsonNode definitions = schema().path("$defs");
        definitions.at("/Hyperparameters/properties").properties().forEach(field -> {
            if (!field.getKey().equals("lossWeights")) {
                table.append(row(field.getKey(), "/", field.getValue()));
            }
        });
        definitions
                .at("/LossWeights/properties")
                .properties()
                .forEach(
                        field -> table.append(row("lossWeights." + field.getKey(), "/lossWeights/", field.getValue())));
        table.append(recipe());
        return table.toString();
    }

    private static boolean byData(TrainingDefaults row) {
        return row.hyperparameters().epochs() == null;
    }

    private static String recipe() {
        StringBuilder table = new StringBuilder("""

                ## By the data

                What a preset leaves to the data is found when the job begins, from the utterances that it learns from, and told by its
                `JobStarted` (`DataRecipe` in `common/events`). For micro-batches as full as the preset allows, one speaker, and
                discriminators that are new (for those that were loaded, `discriminatorWarmUpSteps` is 0):

                | preset | utterances | `steps` | `gradientAccumulationSteps` | `learningRateWarmUpSteps` | `discriminatorWarmUpSteps` | `evaluateEverySteps`, `checkpointEverySteps` |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (TrainingDefaults preset : TrainingDefaults.values()) {
            for (int utterances : byData(preset) ? UTTERANCES : new int[0]) {
                int batches = (utterances + preset.batchUtterances() - 1) / preset.batchUtterances();
                Hyperparameters found =
                        new DataRecipe(utterances, batches, 1).complete(preset.hyperparameters(), preset);
                table.append("| %s | %d | %d | %d | %d | %d | %d |%n"
                        .formatted(
                                preset.preset(),
                                utterances,
                                found.steps(),
                                found.gradientAccumulationSteps(),
                                found.learningRateWarmUpSteps(),
                                found.discriminatorWarmUpSteps(),
                                found.evaluateEverySteps()));
            }
        }
        return table.toString();
    }

    private static String cell(TrainingDefaults preset, String key) {
        if (DERIVED.containsKey(key)) {
            return DERIVED.get(key);
        }
        return byData(preset) && DataRecipe.NAMES.contains(key) ? "by the data" : "none";
    }

    private static String row(String name, String parent, JsonNode field) {
        String key = name.substring(name.indexOf('.') + 1);
        return row(
                "`%s`".formatted(name),
                preset -> {
                    JsonNode value = JSON.valueToTree(preset.hyperparameters()).at(parent + key);
                    return value.isNull() ? cell(preset, key) : plain(value);
                },
                field.path("description").asText());
    }

    private static String plain(JsonNode value) {
        return value.asText().replace(".0E", "e").replaceFirst("\\.0$", "");
    }

    private static String row(String name, Function<TrainingDefaults, String> cell, String meaning) {
        String cells = Arrays.stream(TrainingDefaults.values()).map(cell).collect(Collectors.joining(" | "));
        return "| %s | %s | %s |%n".formatted(name, cells, meaning);
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = TrainingDefaultsTest.class.getResourceAsStream("schemas/TrainVoice.v1.json")) {
            return JSON.readTree(in);
        }
    }
}
