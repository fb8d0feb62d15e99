package org.dengbej.trainer.report;

import ai.djl.Device;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.VoiceMeasures;
import org.dengbej.evaluation.report.EvaluationReport;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.learner.TensorNames;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.loss.MelSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports for voice builders: loss curves, spectrograms of what a voice says, and its measures as a page ({@link EvaluationReport}). They lie in each checkpoint and,
 * for TensorBoard, in the folder {@value #BOARD} beside them. A checkpoint's curves continue where it is resumed. Where something cannot
 * be drawn or written, it is logged and skipped.
 */
public final class TrainingReporter implements Closeable {

    static final String BOARD = "tensorboard";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingReporter.class);
    private static final String TRAINED = "losses.json";
    private static final String VALIDATION = "losses-validation.json";
    private static final String MEASURES = "measures.json";
    private static final String CURVES = "losses.png";
    private static final String DISTORTION = "distortion (dB)";

    private final LossHistory trained;
    private final LossHistory validation;
    private final LossHistory measures;
    private final MelFrames melFrames;
    private final Optional<TensorBoardFile> board;
    private final boolean recordings;
    private long lastShown = -1;
    private Evaluation lastEvaluation = new Evaluation(List.of());
    private long evaluatedStep;

    /**
     * @param checkpoints folder of the run
     * @param resumed     the folder of the checkpoint from which it is resumed, if any
     * @param steps       that are behind
     * @param recordings  whether pages hold recordings of the validation split: not those that are kept for a day alone
     */
    public TrainingReporter(
            Path checkpoints, Optional<Path> resumed, long steps, VitsConfig config, boolean recordings) {
        this.recordings = recordings;
        trained = history(resumed, TRAINED);
        validation = history(resumed, VALIDATION);
        measures = history(resumed, MEASURES);
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

    /** After an evaluation: the losses of the validation split, and what of it the voice spoke. */
    public void evaluated(long step, Map<String, Double> losses, Evaluation speech) {
        VoiceMeasures measured = speech.measures();
        Map<String, Double> curves = new LinkedHashMap<>(losses);
        measured.mean(VoiceMeasure.DISTORTION).ifPresent(decibels -> curves.put(DISTORTION, decibels));
        validation.add(step, curves);
        Map<String, Double> means = new LinkedHashMap<>();
        measured.values().forEach((measure, value) -> means.put(measure.key(), value.mean()));
        measures.add(step, means);
        lastEvaluation = speech;
        evaluatedStep = step;
        onBoard(file -> {
            file.scalars(step, TensorNames.withPrefix("validation/", curves));
            file.scalars(step, TensorNames.withPrefix("measure/", means));
        });
    }

    /** To look at other speech with. */
    public MelFrames melFrames() {
        return melFrames;
    }

    /** Puts the curves, and a spectrogram and an alignment beside each sample, into a checkpoint that is being written. */
    public void into(Path folder, SortedMap<String, SynthesizedSpeech> spoken, long step) {
        write(folder.resolve(TRAINED), trained::toJson);
        write(folder.resolve(VALIDATION), validation::toJson);
        write(folder.resolve(MEASURES), measures::toJson);
        if (!lastEvaluation.utterances().isEmpty()) {
            write(folder.resolve(EvaluationReport.PAGE), this::page);
        }
        if (!trained.terms().isEmpty()) {
            write(folder.resolve(CURVES), () -> LossCurvesPng.of(trained, validation));
        }
        spoken.forEach((name, speech) -> draw(folder.resolve(CheckpointStore.SAMPLES), name, speech, step));
        lastShown = step;
    }

    private byte[] page() {
        Map<VoiceMeasure, List<EvaluationReport.Point>> curves = new EnumMap<>(VoiceMeasure.class);
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            List<EvaluationReport.Point> points = measures.terms().getOrDefault(measure.key(), List.of()).stream()
                    .map(point -> new EvaluationReport.Point(point.step(), point.mean()))
                    .toList();
            curves.put(measure, points);
        }
        EvaluationReport.Voice voice = new EvaluationReport.Voice(
                "Voice at step %d".formatted(evaluatedStep), lastEvaluation, melFrames.secondsPerFrame());
        return new EvaluationReport(
                        "Voice on its validation split, step %d".formatted(evaluatedStep),
                        List.of(voice),
                        curves,
                        recordings)
                .html()
                .getBytes(StandardCharsets.UTF_8);
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
