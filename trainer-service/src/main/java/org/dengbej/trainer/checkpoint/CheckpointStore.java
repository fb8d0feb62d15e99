package org.dengbej.trainer.checkpoint;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one job, a folder {@code step-N} each, the voice that was best on the validation split, {@code best}, and at the
 * job's end its finished voice. Who writes claims them first, see {@link #claim}.
 */
public final class CheckpointStore {

    /** The folder in a checkpoint where what it spoke lies. */
    public static final String SAMPLES = "samples";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE = "training_state.json";
    private static final String TENSORS = "training_state.safetensors";
    private static final String STEP = "step-";
    private static final String BEST = "best";

    /** Other files of a checkpoint. */
    public interface Attachment {

        /**
         * Written while the folder is not in its place yet.
         *
         * @param folder for the files
         * @param spoken the voice's samples by file name without its ending; they lie in {@value CheckpointStore#SAMPLES}
         */
        void into(Path folder, SortedMap<String, SynthesizedSpeech> spoken) throws IOException;
    }

    private final String job;
    private final Path checkpoints;
    private final Path finalModel;
    private final List<String> sentences;
    private final long seed;
    private FencedFolderLock claim;

    /**
     * @param job         whose they are
     * @param checkpoints folder for the checkpoints
     * @param finalModel  folder of the finished voice
     * @param sentences   spoken by each of them
     * @param seed        of that speech
     */
    public CheckpointStore(String job, Path checkpoints, Path finalModel, List<String> sentences, long seed) {
        this.job = job;
        this.checkpoints = checkpoints;
        this.finalModel = finalModel;
        this.sentences = sentences;
        this.seed = seed;
    }

    /** Begins an attempt: from now on, no earlier one puts anything here, and what it left half written is taken away. */
    public void claim() throws IOException {
        claim = FencedFolderLock.of(checkpoints, job);
        claim.exclusively(() -> AtomicFolder.deletePartial(checkpoints));
    }

    /**
     * Writes a checkpoint; on return it is on the disk.
     *
     * @param discriminator weights; may be empty
     * @param trained       weights as they are trained (the voice is in the published layout, which fuses some), and moments
     * @param attachment    what else belongs to it
     * @throws IOException         when it cannot be written; the ones before are there still
     * @throws FencedException when a later attempt has begun
     */
    public SavedVoice save(
            VitsModel model,
            Tokenizer tokenizer,
            Map<String, Tensor> discriminator,
            TrainingState state,
            Map<String, Tensor> trained,
            Attachment attachment)
            throws IOException {
        Path target = checkpoints.resolve(STEP + state.steps());
        AtomicFolder.write(target, claim, folder -> {
            attachment.into(folder, writeVoice(folder, model, tokenizer, discriminator));
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(STATE).toFile(), state);
            new Safetensors(trained, Map.of()).write(folder.resolve(TENSORS));
        });
        return saved(target);
    }

    /** Writes the job's finished voice: a model folder without the training's state. */
    public SavedVoice saveFinal(
            VitsModel model, Tokenizer tokenizer, Map<String, Tensor> discriminator, Attachment attachment)
            throws IOException {
        AtomicFolder.write(
                finalModel,
                claim,
                folder -> attachment.into(folder, writeVoice(folder, model, tokenizer, discriminator)));
        return saved(finalModel);
    }

    /** The same for the best voice. {@code device}: where it speaks its samples. */
    public SavedVoice saveFinal(BestVoice best, Device device, Attachment attachment) throws IOException {
        try (VitsModel model = VitsModel.of(best.voice(), device)) {
            return saveFinal(model, best.voice().tokenizer(), best.discriminator(), attachment);
        }
    }

    /** The best voice so far, see {@link #saveBest}. */
    public BestVoice best() {
        Path best = checkpoints.resolve(BEST);
        return new BestVoice(Voice.read(best), DiscriminatorFile.read(best));
    }

    /** Keeps a voice as the best so far, in the place of the best before it: a model folder without samples. */
    public void saveBest(BestVoice best) throws IOException {
        AtomicFolder.write(checkpoints.resolve(BEST), claim, folder -> {
            best.voice().write(folder);
            DiscriminatorFile.write(folder, best.discriminator());
        });
    }

    private SortedMap<String, SynthesizedSpeech> writeVoice(
            Path folder, VitsModel model, Tokenizer tokenizer, Map<String, Tensor> discriminator) throws IOException {
        Voice.of(model, tokenizer).write(folder);
        DiscriminatorFile.write(folder, discriminator);
        try (Synthesizer synthesizer = Synthesizer.borrowing(model, tokenizer)) {
            return SpokenSamples.write(folder, synthesizer, sentences, seed);
        }
    }

    private SavedVoice saved(Path folder) throws IOException {
        return new SavedVoice(
                folder, Checksums.of(folder.resolve(Voice.TENSORS_FILE)), SpokenSamples.in(folder, sentences));
    }

    /** The newest checkpoint of the job that is whole; one that is damaged is skipped with a warning. */
    public Optional<Checkpoint> newest() throws IOException {
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
        return new Checkpoint(
                folder, state, Safetensors.read(folder.resolve(TENSORS)).tensors(), DiscriminatorFile.read(folder));
    }
}
