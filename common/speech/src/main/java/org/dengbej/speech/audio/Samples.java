package org.dengbej.speech.audio;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** Samples that are gathered, up to a limit. */
final class Samples {

    private final long limit;
    private float[] values = new float[1 << 16];
    private int count;
    private boolean full;

    Samples(long limit) {
        this.limit = limit;
    }

    void add(FloatPointer more, int length) {
        if (count + (long) length > limit) {
            full = true;
            return;
        }
        if (count + length > values.length) {
            values = Arrays.copyOf(values, Math.max(count + length, 2 * values.length));
        }
        more.get(values, count, length);
        count += length;
    }

    /** True when there were more samples than the limit. */
    boolean full() {
        return full;
    }

    int count() {
        return count;
    }

    float[] toArray() {
        return Arrays.copyOf(values, count);
    }
}
