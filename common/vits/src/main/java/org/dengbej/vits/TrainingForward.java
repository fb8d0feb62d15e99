package org.dengbej.vits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.layers.DurationPredictor;
import org.dengbej.vits.layers.Flow;
import org.dengbej.vits.layers.HifiGan;
import org.dengbej.vits.layers.PosteriorEncoder;
import org.dengbej.vits.layers.SpeakerEmbedding;
import org.dengbej.vits.layers.TextEncoder;
import org.dengbej.vits.weights.TrainingMode;

/**
 * What VITS computes in training (Kim et al. 2021, section 2): recorded speech through the posterior encoder and the flow, aligned
 * with its text; and segments of it, decoded again.
 */
public final class TrainingForward {

    /**
     * Recorded speech.
     *
     * @param magnitudes  [B, bins, F], padded with 0
     * @param frameCounts of each item
     */
    public record Spectra(NDArray magnitudes, int[] frameCounts) {}

    /**
     * What came of a batch. The sums are over an item's frames or tokens, so that whoever gathers a step may divide by its totals.
     *
     * @param latents      of the recorded speech, 0 after an item's own frames, [B, C, F]
     * @param klSums       divergence of posterior and prior, [B]
     * @param durationSums of the duration predictor's loss, [B]
     * @param durations    frames of each token, [items][tokens]
     */
    public record Outcome(NDArray latents, NDArray klSums, NDArray durationSums, float[][] durations) {}

    private static final int[] PER_ITEM = {1, 2};

    private final VitsConfig config;
    private final TextEncoder textEncoder;
    private final SpeakerEmbedding speakerEmbedding;
    private final PosteriorEncoder posteriorEncoder;
    private final Flow flow;
    private final DurationPredictor durationPredictor;
    private final HifiGan decoder;
    private final TrainingMode trainingMode;

    TrainingForward(
            VitsConfig config,
            TextEncoder textEncoder,
            SpeakerEmbedding speakerEmbedding,
            PosteriorEncoder posteriorEncoder,
            Flow flow,
            DurationPredictor durationPredictor,
            HifiGan decoder,
            TrainingMode trainingMode) {
        this.config = config;
        this.textEncoder = textEncoder;
        this.speakerEmbedding = speakerEmbedding;
        this.posteriorEncoder = posteriorEncoder;
        this.flow = flow;
        this.durationPredictor = durationPredictor;
        this.decoder = decoder;
        this.trainingMode = trainingMode;
    }

    /**
     * The same with dropout, as in training: by the configuration's probabilities, and the draws of {@link Draws.Purpose#DROPOUT}.
     *
     * @throws IllegalArgumentException when an utterance has fewer frames than tokens
     */
    public Outcome encodeWithDropout(TokenBatch texts, Spectra spectra, NDArray speakerIds, Draws draws) {
        return trainingMode.during(draws, () -> encode(texts, spectra, speakerIds, draws));
    }

    /**
     * Runs a batch up to the latents, recorded where the thread records.
     *
     * @param speakerIds int64 [B]; null where the voice has one speaker
     * @throws IllegalArgumentException when an utterance has fewer frames than tokens
     */
    public Outcome encode(TokenBatch texts, Spectra spectra, NDArray speakerIds, Draws draws) {
        NDManager to = texts.ids().getManager();
        int items = texts.items();
        int frames = (int) spectra.magnitudes.getShape().get(2);
        float[][][] durations = new float[1][][];
        NDList outcome = Scope.list(() -> {
            NDArray frameMask = mask(to, spectra.frameCounts, frames);
            NDArray speaker = speakerEmbedding.forward(speakerIds);
            TextEncoder.Encoding text = textEncoder.forward(texts.ids(), texts.mask());
            PosteriorEncoder.Encoding posterior = posteriorEncoder.forward(spectra.magnitudes, frameMask, speaker);
            NDArray noise = normal(to, draws, Draws.Purpose.POSTERIOR, items, config.flowSize(), frames);
            NDArray latents =
                    noise.mul(posterior.logStds().exp()).add(posterior.means()).mul(frameMask);
            NDArray prior = flow.forward(latents, frameMask, speaker);
            durations[0] = align(prior, text, texts, spectra.frameCounts);
            Alignment alignment = Alignment.of(to, durations[0]);
            NDArray kl = divergence(text, alignment, prior, posterior, frameMask);
            NDArray duration = durationPredictor.loss(
                    text.hidden(),
                    texts.mask(),
                    speaker,
                    Ops.array(to, flat(durations[0]), new Shape(items, 1, texts.length())),
                    normal(to, draws, Draws.Purpose.DURATION_POSTERIOR, items, 2, texts.length()));
            return new NDList(latents, kl, duration);
        });
        return new Outcome(outcome.get(0), outcome.get(1), outcome.get(2), durations[0]);
    }

    /**
     * Segments of latents [B, C, S] to waveform [B, 1, S hop], recorded where the thread records.
     *
     * @param speakerIds int64 [B]; null where the voice has one speaker
     */
    public NDArray decode(NDArray segments, NDArray speakerIds) {
        return Scope.of(() -> decoder.forward(segments, speakerEmbedding.forward(speakerIds)));
    }

    /**
     * Log-likelihoods of texts for a sound: for each text, under the text's prior, of the sound's latents through the flow,
     * the posterior's means, along the path that is likeliest for that text. Of one sound the higher is the likelier text.
     *
     * @param texts      of one length
     * @param magnitudes of one sound, [1, bins, F]
     * @param speakerId  int64 [1]; null where the voice has one speaker
     * @return of each text
     * @throws IllegalArgumentException when the sound has fewer frames than a text has tokens
     */
    public double[] logLikelihoods(TokenBatch texts, NDArray magnitudes, NDArray speakerId) {
        NDManager to = texts.ids().getManager();
        int frames = (int) magnitudes.getShape().get(2);
        float[] likelihoods = Autograd.off(() -> Scope.releasingAll(() -> {
            NDArray frameMask = mask(to, new int[] {frames}, frames);
            NDArray speaker = speakerEmbedding.forward(speakerId);
            NDArray latents =
                    posteriorEncoder.forward(magnitudes, frameMask, speaker).means();
            NDArray prior = flow.forward(latents, frameMask, speaker);
            return frameLikelihoods(prior, textEncoder.forward(texts.ids(), texts.mask()))
                    .toFloatArray();
        }));
        return MonotonicAlignmentSearch.logLikelihoods(likelihoods, texts.items(), frames, texts.length());
    }

    private static NDArray mask(NDManager to, int[] counts, int length) {
        float[] mask = new float[counts.length * length];
        for (int item = 0; item < counts.length; item++) {
            Arrays.fill(mask, item * length, item * length + counts[item], 1);
        }
        return Ops.array(to, mask, new Shape(counts.length, 1, length));
    }

    private static NDArray normal(
            NDManager to, Draws draws, Draws.Purpose purpose, int items, int channels, int positions) {
        return Ops.array(to, draws.normal(purpose, items, channels, positions), new Shape(items, channels, positions));
    }

    /** Frames of each token on the path that is most likely under the prior; no gradient. */
    private static float[][] align(NDArray prior, TextEncoder.Encoding text, TokenBatch texts, int[] frameCounts) {
        return Autograd.off(() -> {
            float[] likelihoods = Scope.of(() -> frameLikelihoods(prior, text)).toFloatArray();
            return MonotonicAlignmentSearch.durations(
                    likelihoods, (int) prior.getShape().get(2), texts.length(), frameCounts, tokenCounts(texts));
        });
    }

    /** Log-likelihood of each frame under each token's prior, [B, F, T]. */
    private static NDArray frameLikelihoods(NDArray prior, TextEncoder.Encoding text) {
        NDArray precision = Ops.times(text.logStds(), -2).exp();
        NDArray constant = text.logStds()
                .add(0.5 * Math.log(2 * Math.PI))
                .neg()
                .sub(Ops.times(text.means().square().mul(precision), 0.5))
                .sum(new int[] {1}, true);
        NDArray frames = prior.swapAxes(1, 2);
        return Ops.times(frames.square(), -0.5)
                .matMul(precision)
                .add(frames.matMul(text.means().mul(precision)))
                .add(constant);
    }

    private static int[] tokenCounts(TokenBatch texts) {
        float[] mask = texts.mask().toFloatArray();
        int length = texts.length();
        int[] counts = new int[texts.items()];
        for (int i = 0; i < mask.length; i++) {
            counts[i / length] += (int) mask[i];
        }
        return counts;
    }

    /** One-sample Kullback-Leibler divergence, summed over channels and frames, [B]. */
    private static NDArray divergence(
            TextEncoder.Encoding text,
            Alignment alignment,
            NDArray prior,
            PosteriorEncoder.Encoding posterior,
            NDArray frameMask) {
        return Scope.of(() -> {
            NDArray means = text.means().matMul(alignment.path());
            NDArray logStds = text.logStds().matMul(alignment.path());
            NDArray surprise = Ops.times(
                    prior.sub(means).square().mul(Ops.times(logStds, -2).exp()), 0.5);
            return logStds.sub(posterior.logStds())
                    .sub(0.5)
                    .add(surprise)
                    .mul(frameMask)
                    .sum(PER_ITEM);
        });
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
