package org.dengbej.vits.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.Draws;
import org.dengbej.vits.TrainingForward;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.layers.Discriminator;

/**
 * VITS' own objective (Kim et al. 2021, section 2.3). Each utterance counts by its weight; each term is divided by its own total
 * over the step: mel and what has to do with the discriminators by items, divergence by frames, duration loss by tokens.
 *
 * <p>What is memory-hungry is computed in parts, each of which is left behind before the next: decoder and discriminators go over
 * some of the segments at a time, and each discriminator hears them alone. Gradients end at a {@linkplain Autograd#leaf leaf}, where
 * one part meets the next, and go on from there when all of them are gathered.
 */
public final class VitsLoss implements AutoCloseable {

    /**
     * What a backward pass needs to know.
     *
     * @param normalizers  of the optimizer step
     * @param coefficients of the terms
     * @param lossScale    by which gradients are multiplied
     * @param adversarial  whether the generator learns from the discriminators
     * @param dropout      whether the layers drop, as in training
     */
    public record Settings(
            LossNormalizers normalizers,
            LossCoefficients coefficients,
            double lossScale,
            boolean adversarial,
            boolean dropout) {}

    /**
     * What came of a batch.
     *
     * @param terms     the batch's share of each of the step's loss terms, not scaled
     * @param durations frames of each token, [items][tokens]
     * @param waveform  of the generated segments, row-major [items, samples]
     */
    public record Outcome(Map<String, Double> terms, float[][] durations, float[] waveform) {}

    private final TrainingForward forward;
    private final DiscriminatorModel discriminators;
    private final LogMel logMel;
    private final int hopSamples;
    private final int segmentSamples;
    private final int segmentsAtOnce;

    public VitsLoss(VitsModel model, DiscriminatorModel discriminators, DiscriminatorConfig config) {
        this.forward = model.training();
        this.discriminators = discriminators;
        this.logMel = new LogMel(MelSettings.vits(model.config()), model.device());
        this.hopSamples = model.config().hopSamples();
        this.segmentSamples = config.segmentSamples();
        this.segmentsAtOnce = atOnce(model.device());
    }

    /**
     * On a CPU two, which share the cost of reading the discriminators' weights and writing their gradients: measured, a fifth
     * faster than one, and as fast as four, which need more memory. A GPU wants all of them, and has its own memory.
     */
    private static int atOnce(Device device) {
        return device.isGpu() ? Integer.MAX_VALUE : 2;
    }

    /** Computes the batch's share of the step's gradient and adds it to the gradients of both networks. */
    public Outcome backward(TrainingBatch batch, Draws draws, Settings settings) {
        try (Autograd.Recording recording = Autograd.record()) {
            return Scope.releasingAll(() -> backward(recording, batch, draws, settings));
        }
    }

    private Outcome backward(Autograd.Recording recording, TrainingBatch batch, Draws draws, Settings settings) {
        LossTerms terms = new LossTerms();
        float[] spoken = new float[Math.multiplyExact(batch.items(), segmentSamples)];
        RecordedSpeech recorded = RecordedSpeech.of(batch, draws, logMel, hopSamples, segmentSamples);
        TrainingForward.Spectra spectra = new TrainingForward.Spectra(recorded.magnitudes(), recorded.frameCounts());
        TrainingForward.Outcome encoded = settings.dropout
                ? forward.encodeWithDropout(batch.texts(), spectra, batch.speakerIds(), draws)
                : forward.encode(batch.texts(), spectra, batch.speakerIds(), draws);
        NDArray segments = segments(encoded.latents(), recorded.starts());
        NDArray leaf = Autograd.leaf(segments);
        for (int from = 0; from < batch.items(); ) {
            int to = (int) Math.min(batch.items(), (long) from + segmentsAtOnce);
            RecordedSpeech.Part part = recorded.part(batch.weights(), from, to);
            NDArray latents = Ops.slice(leaf, 0, from, to);
            NDArray speakerIds = batch.speakerIds() == null ? null : Ops.slice(batch.speakerIds(), 0, from, to);
            float[] waveform =
                    Scope.releasingAll(() -> decodeAndJudge(recording, part, latents, speakerIds, settings, terms));
            System.arraycopy(waveform, 0, spoken, from * segmentSamples, waveform.length);
            from = to;
        }
        NDArray rest = Scope.of(() -> prior(batch, encoded, settings, terms).add(continued(segments, leaf)));
        recording.backward(rest, 1);
        return new Outcome(terms.byName(), encoded.durations(), spoken);
    }

    private NDArray segments(NDArray latents, int[] starts) {
        int frames = segmentSamples / hopSamples;
        return Scope.of(() -> {
            long missing = Math.max(0, frames - latents.getShape().get(2));
            NDArray filled = missing == 0 ? latents : latents.pad(new Shape(0, missing), 0);
            NDArray segments = null;
            for (int i = 0; i < starts.length; i++) {
                NDArray segment = Ops.slice(Ops.slice(filled, 0, i, i + 1), 2, starts[i], (long) starts[i] + frames);
                segments = segments == null ? segment : segments.concat(segment, 0);
            }
            return segments;
        });
    }

    /**
     * Backward from some segments' waveforms to their latents. What listens to them does so one after the other, and leaves nothing
     * but its gradient for the waveform: so the memory for one discriminator serves for all.
     */
    private float[] decodeAndJudge(
            Autograd.Recording recording,
            RecordedSpeech.Part recorded,
            NDArray latents,
            NDArray speakerIds,
            Settings settings,
            LossTerms terms) {
        double share = (double) recorded.weights().size() / settings.normalizers.items();
        NDArray generated = forward.decode(latents, speakerIds);
        NDArray speech = Autograd.leaf(generated);
        Scope.releasingAll(() -> {
            NDArray spoken = logMel.logMel(logMel.magnitudes(speech.squeeze(1)));
            NDArray mel = AdversarialLoss.mean(spoken.sub(recorded.mel()).abs(), recorded.weights());
            recording.backward(term(terms, LossTerms.MEL, mel, share, settings.coefficients.mel()), settings.lossScale);
        });
        for (Discriminator discriminator : discriminators.all()) {
            Scope.releasingAll(() ->
                    play(recording, new AdversarialLoss(discriminator), recorded, speech, share, settings, terms));
        }
        recording.backward(continued(generated, speech), 1);
        return generated.toFloatArray();
    }

    /** The discriminator learns first; then the generator hears it. */
    private void play(
            Autograd.Recording recording,
            AdversarialLoss adversarialLoss,
            RecordedSpeech.Part recorded,
            NDArray speech,
            double share,
            Settings settings,
            LossTerms terms) {
        LossCoefficients coefficients = settings.coefficients;
        AdversarialLoss.DiscriminatorLoss discriminatorLoss = adversarialLoss.discriminator(recorded, speech);
        terms.add(LossTerms.DISCRIMINATOR, discriminatorLoss.loss().getFloat() * share);
        recording.backward(discriminatorLoss.loss(), settings.lossScale * share * coefficients.discriminator());
        if (!settings.adversarial) {
            return;
        }
        try {
            discriminators.parameters().freeze();
            AdversarialLoss.GeneratorLoss generatorLoss =
                    adversarialLoss.generator(speech, discriminatorLoss, recorded.weights());
            NDArray loss = term(
                            terms,
                            LossTerms.ADVERSARIAL,
                            generatorLoss.adversarial(),
                            share,
                            coefficients.adversarial())
                    .add(term(
                            terms,
                            LossTerms.FEATURE_MATCHING,
                            generatorLoss.featureMatching(),
                            share,
                            coefficients.featureMatching()));
            recording.backward(loss, settings.lossScale);
        } finally {
            discriminators.parameters().unfreeze();
        }
    }

    /** Divergence and duration loss, scaled. */
    private NDArray prior(TrainingBatch batch, TrainingForward.Outcome encoded, Settings settings, LossTerms terms) {
        LossNormalizers totals = settings.normalizers;
        NDArray kl = encoded.klSums().mul(batch.weights()).sum();
        NDArray duration = encoded.durationSums().mul(batch.weights()).sum();
        NDArray loss = term(terms, LossTerms.KL, kl, 1.0 / totals.frames(), settings.coefficients.kl())
                .add(term(
                        terms, LossTerms.DURATION, duration, 1.0 / totals.tokens(), settings.coefficients.duration()));
        return Ops.times(loss, settings.lossScale);
    }

    /** A number whose gradient for the array is the one that has been gathered at its leaf. */
    private static NDArray continued(NDArray array, NDArray leaf) {
        try (NDArray gradient = Autograd.gradient(leaf).orElseThrow()) {
            return array.mul(gradient).sum();
        }
    }

    private static NDArray term(LossTerms terms, String name, NDArray loss, double share, double weight) {
        terms.add(name, loss.getFloat() * share, weight);
        return Ops.times(loss, share * weight);
    }

    @Override
    public void close() {
        logMel.close();
    }
}
