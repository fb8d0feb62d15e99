package org.dengbej.vits.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.Draws;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Scope;

/**
 * The training scripts' mel-reconstruction loss: the mean absolute difference between the log-mel spectrograms of freely spoken
 * and of recorded waveform, the shorter padded with 0. It does not align the two in time, and it averages over padding; it is
 * there for compatibility.
 */
public final class MelLoss implements AutoCloseable {

    private final LogMel logMel;

    public MelLoss(MelSettings settings, Device device) {
        logMel = new LogMel(settings, device);
    }

    /**
     * The batch's loss: each item's mean over mels and padded frames times its weight, and of these the mean over items.
     *
     * @return scalar; belongs to the batch
     */
    public NDArray loss(VitsModel model, TrainingBatch batch, Draws draws) {
        NDArray loss = Scope.of(() -> {
            NDArray spoken = model.speak(batch.texts(), SynthesisOptions.of(model.config()), batch.speakerIds(), draws)
                    .waveform();
            NDArray generated = logMel.centred(spoken);
            NDArray recorded = logMel.centred(batch.waveform());
            long frames = Math.max(frames(generated), frames(recorded));
            NDArray difference = padded(generated, frames).sub(padded(recorded, frames));
            return difference
                    .abs()
                    .flatten(1, 2)
                    .mean(new int[] {1})
                    .mul(batch.weights())
                    .mean();
        });
        loss.attach(batch.manager());
        return loss;
    }

    private static long frames(NDArray mel) {
        return mel.getShape().get(2);
    }

    private static NDArray padded(NDArray mel, long frames) {
        return frames == frames(mel) ? mel : mel.pad(new Shape(0, frames - frames(mel)), 0);
    }

    @Override
    public void close() {
        logMel.close();
    }
}
