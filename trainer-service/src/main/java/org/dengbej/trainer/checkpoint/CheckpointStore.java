package org.dengbej.trainer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dengbej.events.safetensors.InvalidSafetensorsException;
import org.dengbej.events.safetensors.Safetensors;
import org.dengbej.events.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one job, a folder {@code step-N} each, and at its end its finished voice. */
public final class CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE = "training_state.json";
    private static final String TENSORS = "training_state.safetensors";
    private static final String STEP = "step-";
    private static final String OPTIMIZER = "optimizer/";
    private static final String PARAMETER = "parameter/";

    private final Path checkpoints;
    private final Path finalModel;
    private final List<String> sentences;
    private final long seed;

    /**
     * @param checkpoints folder for the checkpoints
     * @param finalModel  folder of the finished voice
     * @param sentences   spoken by each of them
     * @param seed        of that speech
     */
    public CheckpointStore(Path checkpoints, Path finalModel, List<String> sentences, long seed) {
        this.checkpoints = checkpoints;
        this.finalModel = finalModel;
        this.sentences = sentences;
        this.seed = seed;
    }

    /** Writes a checkpoint; on return it is on the disk. */
    public SavedVoice save(VitsModel model, Tokenizer tokenizer, TrainingState state, Map<String, Tensor> optimizer)
            throws IOException {
        Path target = checkpoints.resolve(STEP + state.steps());
        AtomicFolder.write(target, folder -> {
            writeVoice(folder, model, tokenizer);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(STATE).toFile(), state);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            optimizer.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
            // The voice is in the published layout, which fuses weights; these are the ones that were trained.
            model.parameters().copyOut().forEach((name, tensor) -> tensors.put(PARAMETER + name, tensor));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(TENSORS)), 1 << 16)) {
                new Safetensors(tensors, Map.of()).writeTo(out);
            }
        });
        return saved(target);
    }

    /** Writes the job's finished voice: a model folder without the training's state. */
    public SavedVoice saveFinal(VitsModel model, Tokenizer tokenizer) throws IOException {
        AtomicFolder.write(finalModel, folder -> writeVoice(folder, model, tokenizer));
        return saved(finalModel);
    }

    private void writeVoice(Path folder, VitsModel model, Tokenizer tokenizer) throws IOException {
        Voice.of(model, tokenizer).write(folder);
        try (Synthesizer synthesizer = Synthesizer.borrowing(model, tokenizer)) {
            SpokenSamples.write(folder, synthesizer, sentences, seed);
        }
    }

    private SavedVoice saved(Path folder) throws IOException {
        return new SavedVoice(
                folder, Checksums.of(folder.resolve(Voice.TENSORS_FILE)), SpokenSamples.in(folder, sentences));
    }

    /** The newest checkpoint of the job that is whole; one that is damaged is passed by with a warning. */
    public Optional<Checkpoint> newest(String job) throws IOException {
        AtomicFolder.deleteLeftOvers(checkpoints);
        for (Path folder : newestFirst()) {
            String damage = Checksums.damage(folder);
            if (!damage.isEmpty()) {
                LOG.warn("checkpoint damaged, the one before it is used: folder={} damage={}", folder, damage);
                continue;
            }
            TrainingState state = JSON.readValue(folder.resolve(STATE).toFile(), TrainingState.class);
            if (state.job().equals(job)) {
                return Optional.of(read(folder, state));
            }
        }
        return Optional.empty();
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(checkpoints)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(STEP + "[0-9]{1,18}"))
                    .sorted(Comparator.comparingLong(CheckpointStore::step).reversed())
                    .toList();
        }
    }

    private static long step(Path folder) {
        return Long.parseLong(folder.getFileName().toString().substring(STEP.length()));
    }

    private static Checkpoint read(Path folder, TrainingState state) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, Tensor> optimizer = new LinkedHashMap<>();
        Safetensors.read(folder.resolve(TENSORS)).tensors().forEach((name, tensor) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), tensor);
            } else if (name.startsWith(OPTIMIZER)) {
                optimizer.put(name.substring(OPTIMIZER.length()), tensor);
            } else {
                throw new InvalidSafetensorsException(
                        "[%s] unknown tensor %s; was it written by a newer version?".formatted(folder, name));
            }
        });
        return new Checkpoint(folder, state, parameters, optimizer);
    }
}
