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
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.evaluation.MelFrames;
import org.dengbej.trainer.learner.TensorNames;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.loss.MelSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a voice builder looks at while a voice learns: loss curves, and spectrograms of what it says. They lie in each checkpoint and,
 * for TensorBoard, in the folder {@value #BOARD} beside them. A checkpoint's curves go on where it is resumed. Where something cannot
 * be drawn or written, the run goes on without it.
 */
public final class TrainingReporter implements Closeable {

    static final String BOARD = "tensorboard";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingReporter.class);
    private static final String TRAINED = "losses.json";
    private static final String VALIDATION = "losses-held-out.json";
    private static final String CURVES = "losses.png";
    private static final String DISTORTION = "distortion (dB)";

    private final LossHistory trained;
    private final LossHistory validation;
    private final MelFrames melFrames;
    private final Optional<TensorBoardFile> board;
    private long lastShown = -1;

    /**
     * @param checkpoints folder of the run
     * @param resumed     the checkpoint's folder that it goes on from, if any
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
        } catch (IOException e) {
            LOG.warn("loss curves begin anew: file={} reason={}", file.get(), e.getMessage());
            return new LossHistory();
        }
    }

    private static Optional<TensorBoardFile> board(Path folder, long steps) {
        try {
            return Optional.of(TensorBoardFile.open(folder, steps, Clock.systemUTC()));
        } catch (IOException e) {
            LOG.warn("no curves for TensorBoard: folder={} reason={}", folder, e.toString());
            return Optional.empty();
        }
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
        onBoard(file -> file.scalars(step, TensorNames.withPrefix("held-out/", measures)));
    }

    /** To look at other speech with. */
    public MelFrames melFrames() {
        return melFrames;
    }

    /** Puts the curves, and a spectrogram and an alignment beside each sample, into a checkpoint that is being written. */
    public void into(Path folder, SortedMap<String, SynthesizedSpeech> spoken, long step) throws IOException {
        trained.write(folder.resolve(TRAINED));
        validation.write(folder.resolve(VALIDATION));
        try {
            if (!trained.terms().isEmpty()) {
                Files.write(folder.resolve(CURVES), LossCurvesPng.of(trained, validation));
            }
            for (String name : spoken.keySet()) {
                draw(folder.resolve(CheckpointStore.SAMPLES), name, spoken.get(name), step);
            }
            lastShown = step;
        } catch (UndrawablePictureException e) {
            LOG.warn("checkpoint without pictures: step={} reason={}", step, e.getMessage());
        }
    }

    private void draw(Path samples, String name, SynthesizedSpeech speech, long step) throws IOException {
        double secondsPerFrame = melFrames.secondsPerFrame();
        byte[] spectrogram = SpectrogramPng.of(melFrames.of(speech.audio()), secondsPerFrame);
        byte[] alignment = AlignmentPng.of(speech.symbols(), speech.frames(), secondsPerFrame);
        Files.write(samples.resolve(name + ".png"), spectrogram);
        Files.write(samples.resolve(name + "-alignment.png"), alignment);
        if (step != lastShown) { // a job's end is a checkpoint and the finished voice
            onBoard(file -> {
                file.audio(step, "sample/" + name, speech.audio());
                file.image(step, "spectrogram/" + name, spectrogram);
                file.image(step, "alignment/" + name, alignment);
            });
        }
    }

    private interface Entry {
        void to(TensorBoardFile file) throws IOException;
    }

    private void onBoard(Entry entry) {
        board.ifPresent(file -> {
            try {
                entry.to(file);
            } catch (IOException e) {
                LOG.warn("not written for TensorBoard: reason={}", e.toString());
            }
        });
    }

    @Override
    public void close() {
        melFrames.close();
        onBoard(TensorBoardFile::close);
    }
}
