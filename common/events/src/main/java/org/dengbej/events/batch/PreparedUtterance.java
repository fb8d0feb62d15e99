package org.dengbej.events.batch;

/**
 * One utterance, ready to train on.
 *
 * @param id       unique in its data set
 * @param inputIds tokens, blanks between them; never empty
 * @param waveform 16-bit samples, mono, at the batch's rate; never empty
 * @param weight   how much it counts in the loss, more than 0
 */
public record PreparedUtterance(String id, long[] inputIds, short[] waveform, float weight) {

    public PreparedUtterance {
        if (id == null || id.isBlank()) {
            throw new InvalidBatchException("an utterance has no id");
        }
        if (inputIds.length == 0 || waveform.length == 0) {
            throw new InvalidBatchException("[%s] expected tokens and samples, found %d and %d"
                    .formatted(id, inputIds.length, waveform.length));
        }
        for (long inputId : inputIds) {
            if (inputId < 0) {
                throw new InvalidBatchException("[%s] token ids are at least 0, found %d".formatted(id, inputId));
            }
        }
        if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new InvalidBatchException(
                    "[%s] weight must be finite and more than 0, found %s".formatted(id, weight));
        }
    }
}
