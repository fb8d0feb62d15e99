package org.dengbej.events;

import java.net.URI;
import java.util.List;

/**
 * Asks for a voice to be trained.
 *
 * @param voice           name of the voice; also the record key
 * @param job             name of the job, chosen by who asks; a repeated one is the same job
 * @param baseModel       the model to start from: a folder ({@code file:} URI or path), a Hugging Face id, or {@code fresh:} and a
 *                        folder that holds a configuration and tokenizer but no weights
 * @param datasets        what to learn from, at least one
 * @param objective       {@code vits} or {@code mel}; absent: {@code vits}
 * @param preset          whose defaults the absent hyperparameters take: {@code mel}, {@code fine-tuning}, {@code new-voice},
 *                        {@code corrections} or {@code mel-corrections}; absent: by the objective and whether the base model is
 *                        {@code fresh:}
 * @param hyperparameters absent: all of the preset
 * @param output          folder that will hold {@code checkpoints/} and {@code final_model/}
 * @param checkpoints     folder for the checkpoints; absent: {@code checkpoints} in the output
 * @param model           folder of the finished voice; absent: {@code final_model} in the output
 * @param seed            every random draw of the job comes from it
 * @param sampleSentences synthesized at each checkpoint
 */
public record TrainVoice(
        String voice,
        String job,
        String baseModel,
        List<WeightedDataset> datasets,
        String objective,
        String preset,
        Hyperparameters hyperparameters,
        URI output,
        URI checkpoints,
        URI model,
        long seed,
        List<String> sampleSentences)
        implements Event {

    /** The mel-reconstruction loss alone. */
    public static final String MEL = "mel";

    /** The full objective. */
    public static final String VITS = "vits";

    /** The values of {@code objective}. */
    public static final List<String> OBJECTIVES = List.of(VITS, MEL);

    private static final String FRESH = "fresh:";

    public TrainVoice {
        Require.name("TrainVoice", "voice", voice);
        Require.name("TrainVoice", "job", job);
        Require.text("TrainVoice", "baseModel", baseModel);
        datasets = Require.list(datasets);
        Require.atLeast("TrainVoice", "number of datasets", datasets.size(), 1);
        requireSharesOfAWhole(datasets);
        objective = objective == null ? VITS : objective;
        Require.text("TrainVoice", "objective", objective);
        if (preset != null) {
            Require.oneOf("TrainVoice", "preset", preset, TrainingDefaults.presets());
        }
        hyperparameters = hyperparameters == null ? Hyperparameters.EMPTY : hyperparameters;
        Require.present("TrainVoice", "output", output);
        checkpoints = checkpoints == null ? child(output, "checkpoints") : checkpoints;
        model = model == null ? child(output, "final_model") : model;
        sampleSentences = Require.list(sampleSentences);
    }

    /** True when the job begins with random weights. */
    public boolean fresh() {
        return baseModel.startsWith(FRESH);
    }

    /**
     * The hyperparameters that the job is trained with: its own, and its preset's where it has none.
     *
     * @throws InvalidEventException when the objective is not known
     */
    public Hyperparameters resolvedHyperparameters() {
        return hyperparameters.orElse(TrainingDefaults.of(this).hyperparameters());
    }

    private static void requireSharesOfAWhole(List<WeightedDataset> datasets) {
        double shares = datasets.stream()
                .filter(dataset -> dataset.share() != null)
                .mapToDouble(WeightedDataset::share)
                .sum();
        boolean oneIsWhole = datasets.stream().anyMatch(dataset -> dataset.share() == null);
        if (!oneIsWhole || shares >= 1) {
            throw new InvalidEventException(
                    "TrainVoice: a data set without share must be among datasets, and the shares of the others be less than 1 together, found %s"
                            .formatted(datasets));
        }
    }

    private static URI child(URI folder, String name) {
        String parent = folder.toString();
        return URI.create(parent.endsWith("/") ? parent + name : parent + "/" + name);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return job;
    }
}
