package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** The distance of numbers by name from others of the same names. */
final class Distance {

    private Distance() {}

    /** The L2 norm of all differences, as a share of that of {@code from}. */
    static double relative(Map<String, float[]> from, Map<String, float[]> to) {
        return relative(from, to, "");
    }

    /** The same, of the names that begin so. */
    static double relative(Map<String, float[]> from, Map<String, float[]> to, String prefix) {
        assertThat(to.keySet()).isEqualTo(from.keySet());
        double difference = 0;
        double norm = 0;
        for (String name : from.keySet()) {
            if (name.startsWith(prefix)) {
                float[] a = from.get(name);
                float[] b = to.get(name);
                for (int i = 0; i < a.length; i++) {
                    difference += Math.pow(a[i] - b[i], 2);
                    norm += Math.pow(a[i], 2);
                }
            }
        }
        return Math.sqrt(difference / norm);
    }
}
