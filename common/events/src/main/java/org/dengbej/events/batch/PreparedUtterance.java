package org.dengbej.events.batch;

/**
 * One utterance, ready to train on.
 *
 * @param id       unique in its data set
 * @param inputIds tokens, blanks between them; never empty
 * @param waveform 16-bit samples, mono, at the batch's rate; never empty
 * @param weight   how much it counts in the loss, more than 0
 * @param speaker  name of who speaks; null where the source does not say
 */
public record PreparedUtterance(String id, long[] inputIds, short[] waveform, float weight, String speaker) {

    /** As many as an utterance's own name has. */
    public static final int MAX_SPEAKER_CHARACTERS = 255;

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
        if (speaker != null && (speaker.isBlank() || speaker.length() > MAX_SPEAKER_CHARACTERS)) {
            throw new InvalidBatchException("[%s] a speaker's name has 1 to %d characters, found %d"
                    .formatted(id, MAX_SPEAKER_CHARACTERS, speaker.strip().length()));
        }
    }

    /** An utterance of which nobody says who speaks. */
    public PreparedUtterance(String id, long[] inputIds, short[] waveform, float weight) {
        this(id, inputIds, waveform, weight, null);
    }

    /** The same with another weight. */
    public PreparedUtterance withWeight(float other) {
        return new PreparedUtterance(id, inputIds, waveform, other, speaker);
    }
}
