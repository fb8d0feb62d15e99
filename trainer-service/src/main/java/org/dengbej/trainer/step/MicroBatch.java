package org.dengbej.trainer.step;

import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;

/**
 * A prepared batch in an epoch, or a part of one.
 *
 * @param epoch counted from 1; decides its random draws
 * @param batch what is trained on
 */
public record MicroBatch(int epoch, PreparedBatch batch) {

    public int items() {
        return batch.utterances().size();
    }

    public List<String> utteranceIds() {
        return batch.utterances().stream().map(PreparedUtterance::id).toList();
    }

    /** Whole spectrogram frames of each utterance. */
    public List<Integer> frames(int hopSamples) {
        return batch.utterances().stream()
                .map(utterance -> utterance.waveform().length / hopSamples)
                .toList();
    }

    /** Frames of memory: items times the longest. */
    long paddedFrames(int hopSamples) {
        return (long) items()
                * frames(hopSamples).stream().mapToInt(f -> f).max().orElseThrow();
    }

    /** Its two halves; of at least two items. */
    List<MicroBatch> halves() {
        int middle = items() / 2;
        return List.of(part(0, middle), part(middle, items()));
    }

    private MicroBatch part(int from, int to) {
        return of(batch.utterances().subList(from, to));
    }

    /** With some of its utterances only. */
    public MicroBatch of(List<PreparedUtterance> some) {
        return new MicroBatch(epoch, new PreparedBatch(batch.dataset(), batch.index(), batch.sampleRateHz(), some));
    }
}
