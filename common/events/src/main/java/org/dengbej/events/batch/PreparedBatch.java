package org.dengbej.events.batch;

import java.util.List;

/**
 * Some utterances of like length, trained together.
 *
 * @param dataset      the data set
 * @param index        position in the data set, from 0
 * @param sampleRateHz of every waveform
 * @param utterances   at least one
 */
public record PreparedBatch(String dataset, int index, int sampleRateHz, List<PreparedUtterance> utterances) {

    public PreparedBatch {
        if (dataset == null || dataset.isBlank()) {
            throw new InvalidBatchException("a batch has no data set");
        }
        if (index < 0 || sampleRateHz < 1) {
            throw new InvalidBatchException(
                    "[%s] expected an index of at least 0 and a sample rate of at least 1 Hz, found %d and %d"
                            .formatted(dataset, index, sampleRateHz));
        }
        utterances = List.copyOf(utterances);
        if (utterances.isEmpty()) {
            throw new InvalidBatchException("[%s/%d] a batch holds at least one utterance".formatted(dataset, index));
        }
    }

    /** The name of an utterance's speaker; the data set's own where the source does not say, since then it is one person's. */
    public String speakerOf(PreparedUtterance utterance) {
        return utterance.speaker() == null ? dataset : utterance.speaker();
    }

    /** The record's CloudEvents id: the same batch of the same data set is the same event. */
    public String id() {
        return dataset + "/" + index;
    }
}
