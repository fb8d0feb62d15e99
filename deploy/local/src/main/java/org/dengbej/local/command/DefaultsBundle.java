package org.dengbej.local.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.TrainingDefaults;

/** The trainer's defaults for the text of {@code --help}, by {@code default.} and the hyperparameter's name. */
public final class DefaultsBundle extends ListResourceBundle {

    @Override
    protected Object[][] getContents() {
        return new Object[][] {
            {"default.batchUtterances", text(TrainingDefaults::batchUtterances)},
            {"default.gradientAccumulationSteps", of(Hyperparameters::gradientAccumulationSteps)},
            {"default.learningRate", of(Hyperparameters::learningRate)},
            {"default.epochs", of(Hyperparameters::epochs)},
            {"default.minEpochs", of(Hyperparameters::minEpochs)},
            {"default.learningRateWarmUpSteps", of(Hyperparameters::learningRateWarmUpSteps)},
            {"default.patience", of(Hyperparameters::patience)},
            {"default.publish", of(Hyperparameters::publish)}
        };
    }

    private static String of(Function<Hyperparameters, Object> hyperparameter) {
        return text(preset -> hyperparameter.apply(preset.hyperparameters()));
    }

    /** The one value, or each with its presets. */
    private static String text(Function<TrainingDefaults, Object> value) {
        Map<String, List<String>> presets = Arrays.stream(TrainingDefaults.values())
                .collect(Collectors.groupingBy(
                        preset -> Objects.toString(value.apply(preset), "by the data")
                                .replace(".0E", "e"),
                        LinkedHashMap::new,
                        Collectors.mapping(TrainingDefaults::preset, Collectors.toList())));
        return presets.size() == 1
                ? presets.keySet().iterator().next()
                : presets.entrySet().stream()
                        .map(entry -> "%s (%s)".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                        .collect(Collectors.joining(", "));
    }
}
