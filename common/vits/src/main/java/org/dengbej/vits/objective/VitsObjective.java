package org.dengbej.vits.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.Draws;
import org.dengbej.vits.TrainingForward;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;

/**
 * VITS' own objective (Kim et al. 2021, section 2.3), in parts. Each utterance counts by its weight. Means are over the batch's
 * items, sums over their frames or tokens: a window divides the one by its items, the other by its frames and tokens.
 */
public final class VitsObjective implements AutoCloseable {

    /**
     * What the generator made of a batch.
     *
     * @param forward  of the model
     * @param recorded waveform where the generated segments are, [B, 1, segment samples]
     * @param mel      mean absolute difference of log-mel spectrograms, scalar
     * @param kl       divergence, summed, scalar
     * @param duration loss of the duration predictor, summed, scalar
     */
    public record Generated(
            TrainingForward.Outcome forward, NDArray recorded, NDArray mel, NDArray kl, NDArray duration) {}

    /**
     * What the discriminators say of generated speech.
     *
     * @param adversarial     mean squared distance of their scores from "recorded", summed over them, scalar
     * @param featureMatching mean distance of their features from those of recorded speech, summed over them, doubled, scalar
     */
    public record Judged(NDArray adversarial, NDArray featureMatching) {}

    /**
     * What the discriminators are to learn.
     *
     * @param loss             mean squared distance of scores from the truth, summed over the discriminators, scalar
     * @param recordedFeatures of each of them, without gradient
     */
    public record Lesson(NDArray loss, List<NDList> recordedFeatures) {}

    private final VitsModel model;
    private final TrainingForward forward;
    private final DiscriminatorModel discriminators;
    private final LogMel logMel;
    private final int hop;
    private final int segmentFrames;
    private final int segmentSamples;

    public VitsObjective(
            VitsModel model, DiscriminatorModel discriminators, DiscriminatorConfig config, Device device) {
        this.model = model;
        this.forward = model.training();
        this.discriminators = discriminators;
        this.logMel = new LogMel(MelSettings.vits(model.config()), device);
        this.hop = model.config().hopSamples();
        this.segmentSamples = config.segmentSamples();
        this.segmentFrames = segmentSamples / hop;
    }

    /** Runs the generator; recorded where the thread records. The results belong to the batch. */
    public Generated generate(TrainingBatch batch, Draws draws) {
        NDManager manager = batch.manager();
        int[] frameCounts = batch.frames(hop);
        NDArray magnitudes = magnitudes(batch, frameCounts);
        TrainingForward.Outcome outcome =
                forward.run(batch.texts(), new TrainingForward.Spectra(magnitudes, frameCounts), segmentFrames, draws);
        NDList losses = Scope.list(() -> {
            NDArray target = targets(batch, outcome.segmentStarts());
            NDArray spoken = logMel.logMel(logMel.magnitudes(outcome.waveform().squeeze(1)));
            NDArray mel = weightedMean(spoken.sub(target).abs(), batch.weights());
            return new NDList(
                    recorded(batch, outcome.segmentStarts()),
                    mel,
                    outcome.klSums().mul(batch.weights()).sum(),
                    outcome.durationSums().mul(batch.weights()).sum());
        });
        losses.attach(manager);
        return new Generated(outcome, losses.get(0), losses.get(1), losses.get(2), losses.get(3));
    }

    /** Spectra of whole utterances, each with its own ends, [B, bins, F]. */
    private NDArray magnitudes(TrainingBatch batch, int[] frameCounts) {
        int longest = 0;
        for (int frames : frameCounts) {
            longest = Math.max(longest, frames);
        }
        long frames = longest;
        return perItem(batch, (item, waveform) -> {
            NDArray own = logMel.magnitudes(waveform);
            NDArray within = own.getShape().get(2) > frameCounts[item] ? Ops.slice(own, 2, 0, frameCounts[item]) : own;
            return within.pad(new Shape(0, frames - within.getShape().get(2)), 0);
        });
    }

    /** Log-mel spectra of whole utterances where the segments are, [B, mels, segment frames]. */
    private NDArray targets(TrainingBatch batch, int[] starts) {
        return perItem(batch, (item, waveform) -> {
            NDArray mel = logMel.logMel(logMel.magnitudes(waveform));
            return Ops.slice(mel, 2, starts[item], starts[item] + segmentFrames);
        });
    }

    private NDArray recorded(TrainingBatch batch, int[] starts) {
        return perItem(batch, (item, waveform) -> {
            long from = (long) starts[item] * hop;
            return Ops.slice(waveform, 1, from, from + segmentSamples).expandDims(0);
        });
    }

    private interface ItemComputation {

        /** waveform [1, N], at least a segment long, to [1, ...]. */
        NDArray of(int item, NDArray waveform);
    }

    private NDArray perItem(TrainingBatch batch, ItemComputation computation) {
        return Scope.of(() -> {
            NDArray all = null;
            for (int item = 0; item < batch.items(); item++) {
                NDArray own = computation.of(item, waveform(batch, item));
                all = all == null ? own : all.concat(own, 0);
            }
            return all;
        });
    }

    /** An utterance without the batch's padding; one shorter than a segment is filled up with silence. */
    private NDArray waveform(TrainingBatch batch, int item) {
        long samples = batch.waveformLengths().get(item);
        NDArray own = Ops.slice(Ops.slice(batch.waveform(), 0, item, item + 1), 1, 0, samples);
        return samples >= segmentSamples ? own : own.pad(new Shape(0, segmentSamples - samples), 0);
    }

    /** The discriminators' loss: recorded speech is 1, generated speech is 0 and gets no gradient. */
    public Lesson teach(TrainingBatch batch, Generated generated) {
        NDArray fake = generated.forward.waveform().stopGradient();
        List<NDList> features = discriminators.features(generated.recorded.concat(fake, 0));
        NDArray loss = Scope.of(() -> {
            NDArray sum = null;
            for (NDList own : features) {
                NDArray score = own.get(own.size() - 1);
                long rows = score.getShape().get(0) / 2;
                NDArray real = Ops.slice(score, 0, 0, rows).sub(1).square();
                NDArray lie = Ops.slice(score, 0, rows, 2 * rows).square();
                NDArray term = weightedMean(real, batch.weights()).add(weightedMean(lie, batch.weights()));
                sum = sum == null ? term : sum.add(term);
            }
            return sum;
        });
        loss.attach(batch.manager());
        return new Lesson(
                loss, features.stream().map(VitsObjective::firstHalves).toList());
    }

    private static NDList firstHalves(NDList features) {
        NDList halves = new NDList();
        for (NDArray feature : features) {
            halves.add(Ops.slice(feature, 0, 0, feature.getShape().get(0) / 2).stopGradient());
        }
        return halves;
    }

    /** What the generator hears of the discriminators, which are to be frozen meanwhile. */
    public Judged judge(TrainingBatch batch, Generated generated, Lesson lesson) {
        List<NDList> features = discriminators.features(generated.forward.waveform());
        NDList losses = Scope.list(() -> {
            NDArray adversarial = null;
            NDArray matching = null;
            for (int i = 0; i < features.size(); i++) {
                NDList own = features.get(i);
                NDArray score =
                        weightedMean(own.get(own.size() - 1).neg().add(1).square(), batch.weights());
                adversarial = adversarial == null ? score : adversarial.add(score);
                for (int layer = 0; layer < own.size(); layer++) {
                    NDArray distance = lesson.recordedFeatures
                            .get(i)
                            .get(layer)
                            .sub(own.get(layer))
                            .abs();
                    NDArray term = weightedMean(distance, batch.weights());
                    matching = matching == null ? term : matching.add(term);
                }
            }
            return new NDList(adversarial, Ops.times(matching, 2));
        });
        losses.attach(batch.manager());
        return new Judged(losses.get(0), losses.get(1));
    }

    /** The mean over everything of an item, times its weight; of these the mean. */
    private static NDArray weightedMean(NDArray values, NDArray weights) {
        long items = weights.getShape().get(0);
        return values.reshape(items, values.size() / items)
                .mean(new int[] {1})
                .mul(weights)
                .mean();
    }

    @Override
    public void close() {
        logMel.close();
    }
}
