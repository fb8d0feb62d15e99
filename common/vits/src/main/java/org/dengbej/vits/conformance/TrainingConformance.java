package org.dengbej.vits.conformance;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.LossCoefficients;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.loss.LossTerms;
import org.dengbej.vits.loss.TrainingBatch;
import org.dengbej.vits.loss.VitsLoss;
import org.dengbej.vits.weights.SavedWeights;

/** Compares the training forward, every loss of the full objective, and every gradient of both networks. */
final class TrainingConformance {

    private static final String DISCRIMINATOR = "discriminator.";
    private static final double LOSS = 1e-4;

    private static final Map<String, String> REFERENCE_NAMES = Map.of(
            LossTerms.DISCRIMINATOR, "disc",
            LossTerms.KL, "kl",
            LossTerms.DURATION, "duration",
            LossTerms.MEL, "mel",
            LossTerms.FEATURE_MATCHING, "fmaps",
            LossTerms.ADVERSARIAL, "gen",
            LossTerms.TOTAL, "total_weighted");

    private final GoldenFolder golden;
    private final Device device;
    private final Consumer<Check> report;

    TrainingConformance(GoldenFolder golden, Device device, Consumer<Check> report) {
        this.golden = golden;
        this.device = device;
        this.report = report;
    }

    void run(TokenBatch texts, Precision precision) {
        DiscriminatorConfig config = DiscriminatorConfig.of(golden.config());
        try (VitsModel model = new VitsModel(golden.config(), weights(false), device, precision);
                DiscriminatorModel discriminators =
                        new DiscriminatorModel(config, weights(true), device, false, precision);
                VitsLoss objective = new VitsLoss(model, discriminators, config);
                NDManager manager = Torch.newManager(device);
                TrainingBatch batch = batch(manager, texts)) {
            VitsLoss.Outcome outcome = objective.backward(
                    batch,
                    RecordedDraws.of(golden),
                    new VitsLoss.Settings(totals(batch), lossCoefficients(), 1, true, false));
            alignment(outcome.durations());
            report.accept(Comparison.of(
                    "train_waveform_segment", 1e-5, 0, golden.floats("waveform_segment"), outcome.waveform()));
            REFERENCE_NAMES.forEach(
                    (term, reference) -> loss(reference, outcome.terms().get(term)));
            model.parameters().settleGradients();
            discriminators.parameters().settleGradients();
            GradientNorms.compare(
                    "train_generator",
                    golden.expected().get("generator_grad_l2"),
                    golden.expected().get("generator_grad_total_l2").asDouble(),
                    model.parameters(),
                    name -> name,
                    report);
            JsonNode norms = golden.expected().get("discriminator_grad_l2");
            GradientNorms.compare(
                    "train_discriminator",
                    norms,
                    GradientNorms.total(norms),
                    discriminators.parameters(),
                    name -> norms.has(name) ? name : DISCRIMINATOR + name,
                    report);
        }
    }

    private LossNormalizers totals(TrainingBatch batch) {
        long frames = Arrays.stream(batch.frames(golden.config().hopSamples())).sum();
        return new LossNormalizers(
                batch.items(), frames, (long) batch.texts().mask().sum().getFloat());
    }

    /** The reference weighs the discriminators' loss in no gradient. */
    private LossCoefficients lossCoefficients() {
        JsonNode weights = golden.expected().get("weights");
        return new LossCoefficients(
                weights.get("mel").asDouble(),
                weights.get("kl").asDouble(),
                weights.get("duration").asDouble(),
                weights.get("fmaps").asDouble(),
                weights.get("gen").asDouble(),
                1.0);
    }

    private void loss(String name, double found) {
        float[] expected = {(float) golden.expected().get("losses").get(name).asDouble()};
        report.accept(Comparison.of("train_loss_" + name, 0, LOSS, expected, new float[] {(float) found}));
    }

    /** Frames of each token, of the reference's path [B, 1, F, T]. */
    private void alignment(float[][] found) {
        float[] path = golden.floats("attn");
        int tokens = (int) golden.shape("attn")[3];
        int frames = (int) golden.shape("attn")[2];
        List<Float> expected = new ArrayList<>(Collections.nCopies(path.length / frames, 0f));
        for (int i = 0; i < path.length; i++) {
            int at = i / (frames * tokens) * tokens + i % tokens;
            expected.set(at, expected.get(at) + path[i]);
        }
        Comparison same = new Comparison("train_alignment", 0, 0);
        for (int i = 0; i < expected.size(); i++) {
            same.add("[" + i + "]", expected.get(i), found[i / tokens][i % tokens]);
        }
        report.accept(same.check());
    }

    private SavedWeights weights(boolean ofDiscriminator) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        golden.train().tensors().forEach((name, tensor) -> {
            if (name.startsWith(DISCRIMINATOR) == ofDiscriminator) {
                tensors.put(ofDiscriminator ? name.substring(DISCRIMINATOR.length()) : name, tensor);
            }
        });
        return new SavedWeights(tensors);
    }

    private TrainingBatch batch(NDManager parent, TokenBatch texts) {
        NDManager manager = parent.newSubManager();
        long[] shape = golden.shape("waveforms");
        int items = (int) shape[0];
        int samples = (int) shape[2];
        float[] waveforms = golden.floats("waveforms");
        float[] weights = new float[items];
        Arrays.fill(weights, 1);
        return new TrainingBatch(
                manager,
                Collections.nCopies(items, "golden"),
                new TokenBatch(texts.ids().duplicate(), texts.mask().duplicate(), texts.highestId()),
                Ops.array(manager, waveforms, new Shape(items, samples)),
                lengths(waveforms, items, samples),
                Ops.array(manager, weights, new Shape(items)),
                golden.speakerIds(manager));
    }

    /** A recording ends where the padding begins. */
    private static List<Integer> lengths(float[] waveforms, int items, int samples) {
        List<Integer> lengths = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            int length = samples;
            while (length > 1 && waveforms[item * samples + length - 1] == 0) {
                length--;
            }
            lengths.add(length);
        }
        return lengths;
    }
}
