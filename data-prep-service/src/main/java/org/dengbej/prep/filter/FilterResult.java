package org.dengbej.prep.filter;

import java.util.Map;
import org.dengbej.prep.source.Recording;

/** The filter's decision on a recording. */
public sealed interface FilterResult {

    Recording recording();

    /** Characters of its text that the voice has no form of, with how often each was there. */
    Map<String, Integer> dropped();

    /**
     * A recording that is learned from.
     *
     * @param text         as it was written; as it is spoken where characters were dropped
     * @param inputIds     its tokens
     * @param pcm          its sound, one channel
     * @param sampleRateHz the voice's
     */
    record Kept(
            Recording recording,
            String text,
            long[] inputIds,
            short[] pcm,
            int sampleRateHz,
            Map<String, Integer> dropped)
            implements FilterResult {

        public double seconds() {
            return (double) pcm.length / sampleRateHz;
        }
    }

    /**
     * A recording that is not learned from.
     *
     * @param detail what was found, and what was expected
     */
    record Rejected(Recording recording, RejectionReason reason, String detail, Map<String, Integer> dropped)
            implements FilterResult {

        /** A rejection for another reason than characters. */
        public Rejected(Recording recording, RejectionReason reason, String detail) {
            this(recording, reason, detail, Map.of());
        }
    }
}
