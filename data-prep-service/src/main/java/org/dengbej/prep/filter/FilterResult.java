package org.dengbej.prep.filter;

import java.util.Map;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.sound.SoundMeasures;

/** The filter's decision on a recording. */
public sealed interface FilterResult {

    Recording recording();

    /** Characters of its text that the voice has no form of, with how often each was there. */
    Map<String, Integer> dropped();

    /** Measures of its sound as it came; null where it was rejected before its sound was decoded. */
    SoundMeasures measures();

    /**
     * A recording that is learned from.
     *
     * @param text         as it was written; as it is spoken where characters were dropped
     * @param inputIds     its tokens
     * @param pcm          its sound, one channel
     * @param sampleRateHz the voice's
     * @param measures     of the sound as it came, before conditioning; null only where no sound was decoded
     */
    record Kept(
            Recording recording,
            String text,
            long[] inputIds,
            short[] pcm,
            int sampleRateHz,
            Map<String, Integer> dropped,
            SoundMeasures measures)
            implements FilterResult {

        /** The same without samples and file, for keeping many in memory. */
        public Kept withoutSound() {
            return new Kept(recording.withoutSound(), text, inputIds, new short[0], sampleRateHz, dropped, measures);
        }

        public double seconds() {
            return (double) pcm.length / sampleRateHz;
        }
    }

    /**
     * A recording that is not learned from.
     *
     * @param detail   what was found, and what was expected
     * @param measures of the sound as it came; null where it was rejected before its sound was decoded
     */
    record Rejected(
            Recording recording,
            RejectionReason reason,
            String detail,
            Map<String, Integer> dropped,
            SoundMeasures measures)
            implements FilterResult {

        /** A rejection before the sound was decoded. */
        public Rejected(Recording recording, RejectionReason reason, String detail, Map<String, Integer> dropped) {
            this(recording, reason, detail, dropped, null);
        }

        /** A rejection for another reason than characters, before the sound was decoded. */
        public Rejected(Recording recording, RejectionReason reason, String detail) {
            this(recording, reason, detail, Map.of(), null);
        }
    }
}
