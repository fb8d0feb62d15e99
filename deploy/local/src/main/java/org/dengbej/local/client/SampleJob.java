package org.dengbej.local.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/**
 * A voice that learns from the sample data.
 *
 * @param samples         the recordings
 * @param baseModel       where it begins
 * @param batchUtterances at most in a batch
 * @param maxUtterances   of the recordings; 0: all of them
 */
public record SampleJob(SampleData samples, String baseModel, int batchUtterances, int maxUtterances) {

    private static final String KURMANJI_LETTERS = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";
    private static final long SEED = 20;
    private static final int SENTENCES = 5;

    /** Makes a voice that knows nothing, to begin with. {@code config}: for so many tokens. */
    public static String newVoice(Path folder, IntFunction<VitsConfig> config) throws IOException {
        Tokenizer tokenizer = Tokenizer.forAlphabet(KURMANJI_LETTERS);
        Voice.fresh(config.apply(tokenizer.vocabSize()), tokenizer, SEED).write(folder);
        return ModelReferences.FRESH + folder;
    }

    public PrepareDataset dataset(String name) {
        return new PrepareDataset(
                name,
                samples.folder().toUri(),
                null,
                ModelReferences.tokenizer(baseModel),
                null,
                null,
                batchUtterances,
                null,
                maxUtterances,
                SEED,
                null,
                null,
                null,
                null,
                null,
                SpeakerSelection.EVERYBODY,
                null);
    }

    public TrainVoice job(String voice, String name, String dataset, Map<String, Object> hyperparameters, Path output)
            throws IOException {
        return new TrainVoice(
                voice,
                name,
                baseModel,
                List.of(new WeightedDataset(dataset, null)),
                null,
                null,
                Hyperparameters.of(hyperparameters),
                output.toUri(),
                null,
                null,
                SEED,
                samples.sentences(SENTENCES));
    }
}
