package org.dengbej.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.vits.Speakers;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.loss.TrainingBatch;

/** The conversion of prepared batches, as they are on the wire, to what the model's losses take. */
final class TrainingBatches {

    private static final float FULL_SCALE = 32768;

    private TrainingBatches() {}

    /** Copies a batch to the parent's device. {@code speakers}: the voice's, among whom are the batch's where there are several. */
    static TrainingBatch of(PreparedBatch batch, Speakers speakers, NDManager parent) {
        NDManager manager = parent.newSubManager();
        try {
            List<PreparedUtterance> utterances = batch.utterances();
            int items = utterances.size();
            int samples =
                    utterances.stream().mapToInt(u -> u.waveform().length).max().orElseThrow();
            float[] waveform = new float[Math.multiplyExact(items, samples)];
            float[] weights = new float[items];
            for (int item = 0; item < items; item++) {
                short[] pcm = utterances.get(item).waveform();
                for (int i = 0; i < pcm.length; i++) {
                    waveform[item * samples + i] = pcm[i] / FULL_SCALE;
                }
                weights[item] = utterances.get(item).weight();
            }
            return new TrainingBatch(
                    manager,
                    utterances.stream().map(PreparedUtterance::id).toList(),
                    TokenBatch.of(
                            manager,
                            utterances.stream().map(PreparedUtterance::inputIds).toList()),
                    Ops.array(manager, waveform, new Shape(items, samples)),
                    utterances.stream().map(u -> u.waveform().length).toList(),
                    Ops.array(manager, weights, new Shape(items)),
                    speakerIds(batch, speakers, manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Null for a voice of one speaker, whoever speaks in the batch. */
    private static NDArray speakerIds(PreparedBatch batch, Speakers speakers, NDManager manager) {
        if (speakers.count() == 1) {
            return null;
        }
        long[] ids = batch.utterances().stream()
                .mapToLong(utterance -> speakers.id(batch.speakerOf(utterance)).orElseThrow())
                .toArray();
        return Ops.array(manager, ids, new Shape(ids.length));
    }

    /** The denominators of a step that consists of these micro-batches. */
    static LossNormalizers normalizers(List<MicroBatch> batches, int hopSamples) {
        long items = 0;
        long frames = 0;
        long tokens = 0;
        for (MicroBatch batch : batches) {
            for (PreparedUtterance utterance : batch.batch().utterances()) {
                items++;
                frames += utterance.waveform().length / hopSamples;
                tokens += utterance.inputIds().length;
            }
        }
        return new LossNormalizers(items, frames, tokens);
    }
}
