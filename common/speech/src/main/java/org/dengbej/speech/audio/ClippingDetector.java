package org.dengbej.speech.audio;

/**
 * A detector of clipping in one channel: a sample is clipped when it stands at full scale, or on a flat top, a run of three equal
 * samples at the channel's extreme, as a wave has that was clipped and attenuated afterwards.
 */
final class ClippingDetector {

    /** Of full scale; the largest value of μ-law, the coarsest code at its top, is 0.9804. */
    private static final float FULL_SCALE = 0.98f;

    /** Below this amplitude coarse steps make flat tops of every wave. */
    private static final float MIN_FLAT_TOP = 0.1f;

    private static final int MIN_RUN = 3;
    private static final float HALF_STEP = 1f / 65536;

    /** The upper or the lower half of the wave. */
    private static final class Side {

        private float extreme;
        private long atFullScale;
        private long onFlatTop;
        private int run;

        void add(float value) {
            if (value >= FULL_SCALE) {
                atFullScale++;
            }
            if (value > extreme + HALF_STEP) {
                extreme = value;
                onFlatTop = 0;
                run = 1;
            } else if (value >= extreme - HALF_STEP) {
                run++;
                onFlatTop += run == MIN_RUN ? MIN_RUN : run > MIN_RUN ? 1 : 0;
            } else {
                run = 0;
            }
        }

        long clipped() {
            return extreme < MIN_FLAT_TOP ? 0 : Math.max(atFullScale, onFlatTop);
        }
    }

    private final Side upper = new Side();
    private final Side lower = new Side();

    void add(float sample) {
        upper.add(sample);
        lower.add(-sample);
    }

    /** The largest amplitude. */
    float peak() {
        return Math.max(upper.extreme, lower.extreme);
    }

    long clippedSamples() {
        return upper.clipped() + lower.clipped();
    }
}
