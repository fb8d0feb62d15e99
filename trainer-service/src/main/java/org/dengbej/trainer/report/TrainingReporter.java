package org.dengbej.trainer.report;

import ai.djl.Device;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.evaluation.MelFrames;
import org.dengbej.trainer.learner.TensorNames;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.loss.MelSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports for voice builders: loss curves, and spectrograms of what a voice says. They lie in each checkpoint and,
 * for TensorBoard, in the folder {@value #BOARD} beside them. A checkpoint's curves continue where it is resumed. Where something cannot
 * be drawn or written, it is logged and skipped.
 */
public final class TrainingReporter implements Closeable {

    static final String BOARD = "tensorboard";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingReporter.class);
    private static final String TRAINED = "losses.json";
    private static final String VALIDATION = "losses-validation.json";
    private static final String CURVES = "losses.png";
    private static final String DISTORTION = "distortion (dB)";

    private final LossHistory trained;
    private final LossHistory validation;
    private final MelFrames melFrames;
    private final Optional<TensorBoardFile> board;
    private long lastShown = -1;

    /**
     * @param checkpoints folder of the run
     * @param resumed     the folder of the checkpoint from which it is resumed, if any
     * @param steps       that are behind
     */
    public TrainingReporter(Path checkpoints, Optional<Path> resumed, long steps, VitsConfig config) {
        trained = history(resumed, TRAINED);
        validation = history(resumed, VALIDATION);
        melFrames = new MelFrames(MelSettings.vits(config), Device.cpu());
        board = board(checkpoints.resolve(BOARD), steps);
    }

    private static LossHistory history(Optional<Path> resumed, String name) {
        Optional<Path> file = resumed.map(folder -> folder.resolve(name)).filter(Files::exists);
        try {
            return file.isPresent() ? LossHistory.read(file.get()) : new LossHistory();
        } catch (IOException | RuntimeException e) {
            LOG.warn("loss curves begin anew: file={} reason={}", file.get(), e.getMessage());
            return new LossHistory();
        }
    }

    private static Optional<TensorBoardFile> board(Path folder, long steps) {
        AtomicReference<TensorBoardFile> board = new AtomicReference<>();
        BestEffort.attempt(
                "curves for TensorBoard in " + folder,
                () -> board.set(TensorBoardFile.open(folder, steps, Clock.systemUTC())));
        return Optional.ofNullable(board.get());
    }

    /** After a step. {@code more}: what is no loss, as the loss scale. */
    public void step(long step, Map<String, Double> losses, Map<String, Double> more) {
        trained.add(step, losses);
        Map<String, Double> curves = new LinkedHashMap<>(TensorNames.withPrefix("loss/", losses));
        curves.putAll(more);
        onBoard(file -> file.scalars(step, curves));
    }

    /** After an evaluation. */
    public void evaluated(long step, Map<String, Double> losses, OptionalDouble distortion) {
        Map<String, Double> measures = new LinkedHashMap<>(losses);
        distortion.ifPresent(decibels -> measures.put(DISTORTION, decibels));
        validation.add(step, measures);
        onBoard(file -> file.scalars(step, TensorNames.withPrefix("validation/", measures)));
    }

    /** To look at other speech with. */
    public MelFrames melFrames() {
        return melFrames;
    }

    /** Puts the curves, and a spectrogram and an alignment beside each sample, into a checkpoint that is being written. */
    public void into(Path folder, SortedMap<String, SynthesizedSpeech> spoken, long step) {
        write(folder.resolve(TRAINED), trained::toJson);
        write(folder.resolve(VALIDATION), validation::toJson);
        if (!trained.terms().isEmpty()) {
            write(folder.resolve(CURVES), () -> LossCurvesPng.of(trained, validation));
        }
        spoken.forEach((name, speech) -> draw(folder.resolve(CheckpointStore.SAMPLES), name, speech, step));
        lastShown = step;
    }

    private void draw(Path samples, String name, SynthesizedSpeech speech, long step) {
        double secondsPerFrame = melFrames.secondsPerFrame();
        Optional<byte[]> spectrogram = write(
                samples.resolve(name + ".png"), () -> SpectrogramPng.of(melFrames.of(speech.audio()), secondsPerFrame));
        Optional<byte[]> alignment = write(
                samples.resolve(name + "-alignment.png"),
                () -> AlignmentPng.of(speech.symbols(), speech.frames(), secondsPerFrame));
        if (step != lastShown) { // a job's end is a checkpoint and the finished voice
            onBoard(file -> file.audio(step, "sample/" + name, speech.audio()));
            spectrogram.ifPresent(png -> onBoard(file -> file.image(step, "spectrogram/" + name, png)));
            alignment.ifPresent(png -> onBoard(file -> file.image(step, "alignment/" + name, png)));
        }
    }

    private interface Content {
        byte[] bytes() throws IOException;
    }

    /** The file's content; empty where it could not be made or written, and then there is no file. */
    private static Optional<byte[]> write(Path file, Content content) {
        AtomicReference<byte[]> written = new AtomicReference<>();
        BestEffort.attempt(file.toString(), () -> {
            byte[] bytes = content.bytes();
            try {
                Files.write(file, bytes);
                written.set(bytes);
            } finally {
                if (written.get() == null) {
                    Files.deleteIfExists(file);
                }
            }
        });
        return Optional.ofNullable(written.get());
    }

    private interface Entry {
        void to(TensorBoardFile file) throws IOException;
    }

    private void onBoard(Entry entry) {
        board.ifPresent(file -> BestEffort.attempt("entry for TensorBoard", () -> entry.to(file)));
    }

    @Override
    public void close() {
        melFrames.close();
        onBoard(TensorBoardFile::close);
    }
}
