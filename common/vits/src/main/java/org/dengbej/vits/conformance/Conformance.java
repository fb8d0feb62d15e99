package org.dengbej.vits.conformance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.SynthesisOutput;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.MelLoss;
import org.dengbej.vits.loss.MelScale;
import org.dengbej.vits.loss.MelSettings;
import org.dengbej.vits.loss.TrainingBatch;
import org.dengbej.vits.weights.SavedWeights;

/** Computes what the reference computed, from the same weights, inputs and draws. */
public final class Conformance {

    private final GoldenFolder golden;
    private final Device device;

    private Conformance(GoldenFolder golden, Device device) {
        this.golden = golden;
        this.device = device;
    }

    /**
     * Compares everything that the folder has a reference for.
     *
     * @param folder as {@link GoldenFolder} describes it
     * @param report told of each quantity as soon as it is known
     * @return whether all were within bounds
     */
    public static boolean run(Path folder, Device device, Consumer<Check> report) {
        List<Check> checks = new ArrayList<>();
        new Conformance(GoldenFolder.read(folder), device).run(report.andThen(checks::add));
        return checks.stream().allMatch(Check::ok);
    }

    private void run(Consumer<Check> report) {
        try (VitsModel model = model();
                NDManager manager = Torch.newManager(device)) {
            inference(model, manager, report);
            melObjective(model, manager, report);
            new TrainingConformance(golden, device, report).run(texts(manager), Precision.FLOAT32);
        }
    }

    private VitsModel model() {
        return new VitsModel(
                golden.config(), new SavedWeights(golden.published().tensors()), device, Precision.FLOAT32);
    }

    private TokenBatch texts(NDManager manager) {
        return texts(golden, manager);
    }

    static TokenBatch texts(GoldenFolder golden, NDManager manager) {
        long[] ids = golden.longs("input_ids");
        long[] mask = golden.longs("attention_mask");
        int length = (int) golden.shape("input_ids")[1];
        List<long[]> texts = new ArrayList<>();
        for (int from = 0; from < ids.length; from += length) {
            int tokens = (int) Arrays.stream(mask, from, from + length).sum();
            texts.add(Arrays.copyOfRange(ids, from, from + tokens));
        }
        return TokenBatch.of(manager, texts);
    }

    private void inference(VitsModel model, NDManager manager, Consumer<Check> report) {
        SynthesisOptions delivery = SynthesisOptions.of(golden.config());
        try (SynthesisOutput speech = Autograd.off(
                () -> model.speak(texts(manager), delivery, golden.speakerIds(manager), RecordedDraws.of(golden)))) {
            report.accept(Comparison.of(
                    "infer_sequence_lengths",
                    0,
                    0,
                    floats(golden.longs("infer_sequence_lengths")),
                    floats(speech.sampleLengths())));
            report.accept(Comparison.of(
                    "infer_latents",
                    1e-4,
                    1e-4,
                    golden.floats("infer_latents"),
                    speech.latents().toFloatArray()));
            report.accept(Comparison.of(
                    "infer_waveform",
                    1e-5,
                    0,
                    golden.floats("infer_waveform"),
                    speech.waveform().toFloatArray()));
        }
    }

    private static float[] floats(long[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    private void melObjective(VitsModel model, NDManager manager, Consumer<Check> report) {
        try (TrainingBatch batch = batch(manager);
                MelLoss objective = new MelLoss(melSettings(), device);
                Autograd.Recording recording = Autograd.record()) {
            NDArray loss = objective.loss(model, batch, RecordedDraws.of(golden));
            float[] expected = {(float) golden.mel().get("loss").asDouble()};
            report.accept(Comparison.of("mel_objective_loss", 0, 1e-5, expected, loss.toFloatArray()));
            recording.backward(loss, 1);
        }
        model.parameters().settleGradients();
        GradientNorms.compare(
                "mel_objective",
                golden.mel().get("grad_l2"),
                golden.mel().get("grad_total_l2").asDouble(),
                model.parameters(),
                name -> name,
                report);
        model.parameters().zeroGradients();
    }

    private TrainingBatch batch(NDManager parent) {
        NDManager manager = parent.newSubManager();
        long[] shape = golden.shape("waveforms");
        int items = (int) shape[0];
        int samples = (int) shape[2];
        float[] weights = new float[items];
        Arrays.fill(weights, 1);
        return new TrainingBatch(
                manager,
                Collections.nCopies(items, "golden"),
                texts(manager),
                Ops.array(manager, golden.floats("waveforms"), new Shape(items, samples)),
                Collections.nCopies(items, samples),
                Ops.array(manager, weights, new Shape(items)),
                golden.speakerIds(manager));
    }

    private MelSettings melSettings() {
        JsonNode mel = golden.mel().get("mel");
        return new MelSettings(
                mel.get("sampling_rate").asInt(),
                mel.get("n_fft").asInt(),
                mel.get("hop_length").asInt(),
                mel.get("n_mels").asInt(),
                mel.get("power").asInt(),
                MelScale.valueOf(mel.get("mel_scale").asText().toUpperCase(Locale.ROOT)),
                mel.get("f_min").asDouble(),
                mel.get("f_max").asDouble(),
                mel.get("log_floor").asDouble());
    }
}
