package org.dengbej.vits;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dengbej.safetensors.InvalidSafetensorsException;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.InvalidTokenizerException;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.original.OriginalArchitecture;
import org.dengbej.vits.original.OriginalCheckpoint;
import org.dengbej.vits.torchfile.InvalidTorchFileException;
import org.dengbej.vits.weights.FreshWeights;
import org.dengbej.vits.weights.PublishedLayout;

/**
 * A voice as it lies in a Hugging Face model folder: {@code config.json}, {@code model.safetensors}, the tokenizer's files.
 *
 * @param config    of the model
 * @param tokenizer of its texts
 * @param speakers  as many as the configuration says
 * @param tensors   by name, in any spelling of weight norm
 */
public record Voice(VitsConfig config, Tokenizer tokenizer, Speakers speakers, Map<String, Tensor> tensors) {

    public static final String TENSORS_FILE = VoiceWeights.SAFETENSORS;

    /** Beside them, where the voice was trained with discriminators: theirs; no part of a voice, and read by trainers alone. */
    public static final String DISCRIMINATORS_FILE = "discriminator.safetensors";

    /** Fine-tuning tools leave the discriminators in the same file; they are no part of a voice, see {@link SavedDiscriminators}. */
    static final String DISCRIMINATOR = "discriminator.";

    private static final String EMBEDDING = "text_encoder.embed_tokens.weight";
    private static final String SPEAKER_EMBEDDING = "embed_speaker.weight";

    /** transformers refuses a file that does not say so. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    public Voice {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        if (speakers.count() != config.numSpeakers()) {
            throw new IllegalArgumentException(
                    "num_speakers is %d, found %d speakers".formatted(config.numSpeakers(), speakers.count()));
        }
    }

    /** A voice whose speakers have no names. */
    public Voice(VitsConfig config, Tokenizer tokenizer, Map<String, Tensor> tensors) {
        this(config, tokenizer, Speakers.unnamed(config.numSpeakers()), tensors);
    }

    /**
     * Reads a folder of that layout, with its weights in any of the files that transformers writes, or of the original VITS code's:
     * {@code config.json}, {@code vocab.txt} and the newest {@code G_<step>.pth}. The tensors stay in the file until a model takes them.
     *
     * @throws InvalidVoiceException naming the file and what is wrong with it
     */
    public static Voice read(Path folder) {
        try {
            Optional<Map<String, Tensor>> weights = VoiceWeights.in(folder);
            Voice voice = weights.isPresent() ? read(folder, weights.get()) : readOriginal(folder);
            voice.requireVocabularyWithinEmbedding(folder);
            return voice;
        } catch (InvalidSafetensorsException | InvalidTorchFileException e) {
            throw new InvalidVoiceException(
                    "%s; is the file whole? Copy or download it again".formatted(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new InvalidVoiceException(e.getMessage(), e);
        }
    }

    private static Voice read(Path folder, Map<String, Tensor> weights) {
        VitsConfig config = VitsConfig.read(folder);
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights);
        tensors.keySet().removeIf(name -> name.startsWith(DISCRIMINATOR));
        return new Voice(config, Tokenizer.read(folder), Speakers.read(folder, config.numSpeakers()), tensors);
    }

    private void requireVocabularyWithinEmbedding(Path folder) {
        Tensor embedding = tensors.get(EMBEDDING);
        long rows = embedding == null
                ? config.vocabSize()
                : Math.min(config.vocabSize(), embedding.shape()[0]);
        try {
            tokenizer.requireWithin(rows);
        } catch (InvalidTokenizerException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Voice readOriginal(Path folder) {
        Path file = OriginalCheckpoint.generatorIn(folder)
                .orElseThrow(() -> new InvalidVoiceException(
                        "[%s] expected the weights of a voice in %s, or G_<step>.pth as the original code leaves it; found none"
                                .formatted(folder, VoiceWeights.expected())));
        Map<String, Tensor> tensors = OriginalCheckpoint.generator(file);
        VitsConfig config = VitsConfig.read(folder, OriginalArchitecture.of(tensors));
        return new Voice(config, Tokenizer.read(folder), Speakers.read(folder, config.numSpeakers()), tensors);
    }

    /** A voice of random weights: the same arguments give the same voice. It has everything that training needs. */
    public static Voice fresh(VitsConfig config, Tokenizer tokenizer, long seed) {
        try (VitsModel model = new VitsModel(config, new FreshWeights(seed), Device.cpu(), Precision.FLOAT32)) {
            Map<String, Tensor> tensors = PublishedLayout.of(model.parameters().tensors());
            tensors.replaceAll((name, tensor) -> tensor.copied());
            return new Voice(config, tokenizer, tensors);
        }
    }

    /** The current weights of a model, fetched from it when it is read. */
    public static Voice of(VitsModel model, Tokenizer tokenizer) {
        return new Voice(
                model.config(), tokenizer, model.speakers(), model.parameters().tensors());
    }

    /** The same with its weights in Java's memory: what they are now. */
    public Voice copied() {
        Map<String, Tensor> copies = new LinkedHashMap<>(tensors);
        copies.replaceAll((name, tensor) -> tensor.copied());
        return new Voice(config, tokenizer, speakers, copies);
    }

    /** True for a voice that is conditioned on its speaker, so that it can learn further ones. */
    public boolean learnsSpeakers() {
        return config.speakerEmbeddingSize() > 0;
    }

    /**
     * This voice with further speakers: its speaker embedding grows by a row for each name that is none of its speakers' yet. A new row
     * begins as the mean of those that were there, which already speak; where there were none, it is drawn from the seed and the name. A
     * voice that is not conditioned on its speaker stays as it is.
     */
    public Voice withSpeakers(Collection<String> names, long seed) {
        if (!learnsSpeakers()) {
            return this;
        }
        Tensor embedding = tensors.get(SPEAKER_EMBEDDING);
        return withSpeakers(speakers.with(names, embedding == null ? 0 : speakers.count()), seed);
    }

    /** The same with these speakers, among which its own have the ids that they had. */
    public Voice withSpeakers(Speakers all, long seed) {
        if (!learnsSpeakers() || all.equals(speakers)) {
            return this;
        }
        Map<String, Tensor> grown = new LinkedHashMap<>(tensors);
        if (all.count() > 1) {
            Tensor embedding = tensors.get(SPEAKER_EMBEDDING);
            float[] rows = embedding == null ? new float[0] : embedding.toFloats();
            grown.put(
                    SPEAKER_EMBEDDING,
                    Tensor.of(
                            SpeakerRows.grown(rows, config.speakerEmbeddingSize(), all, seed),
                            all.count(),
                            config.speakerEmbeddingSize()));
        }
        return new Voice(config.withNumSpeakers(all.count()), tokenizer, all, grown);
    }

    /** Writes the folder, making it if need be, in the published layout. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        config.write(folder);
        tokenizer.write(folder);
        speakers.write(folder);
        new Safetensors(PublishedLayout.of(tensors), METADATA).write(folder.resolve(TENSORS_FILE));
    }
}
