package org.dengbej.prep.filter;

import org.dengbej.events.RejectedUtterance;
import org.dengbej.prep.source.Recording;

/** What becomes of a recording. */
public sealed interface FilterResult {

    Recording recording();

    /**
     * It is learned from.
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

    /** It is not. */
    record Rejected(Recording recording, RejectedUtterance why) implements FilterResult {}
}
