package org.dengbej.prep.filter;

import org.dengbej.prep.source.Recording;

/** The filter's decision on a recording. */
public sealed interface FilterResult {

    Recording recording();

    /**
     * A recording that is learned from.
     *
     * @param text         as it is spoken
     * @param inputIds     its tokens
     * @param pcm          its sound, one channel
     * @param sampleRateHz the voice's
     */
    record Kept(Recording recording, String text, long[] inputIds, short[] pcm, int sampleRateHz)
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
    record Rejected(Recording recording, RejectionReason reason, String detail) implements FilterResult {}
}
