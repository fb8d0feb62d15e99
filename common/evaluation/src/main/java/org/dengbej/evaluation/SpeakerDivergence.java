package org.dengbej.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divergence of two speakers: the symmetric Kullback-Leibler divergence KL2 of normal distributions with diagonal covariance, one for each
 * sound's {@linkplain MelCepstrum cepstra} while somebody speaks and for the logarithm of its F0 (Siegler, Jain, Raj and Stern 1997,
 * Automatic segmentation, classification and clustering of broadcast news audio, DARPA Speech Recognition Workshop, 97-99):
 *
 * <pre>{@code sum over k of ((v + d^2) / w + (w + d^2) / v) / 2 - 1}</pre>
 *
 * for variances v and w and means that differ by d. It knows no words and no channel: another microphone is another speaker to it, and two
 * voices that are alike are one.
 */
public final class SpeakerDivergence {

    /** Frames that are quieter than the loud ones by more are pauses: 30 dB, in nats of a magnitude. */
    private static final double SPEECH_RANGE = 30 / 20.0 * Math.log(10);

    private static final double LOUD_PERCENTILE = 0.95;

    /** A cepstral coefficient of real speech varies by more; keeps a flat sound from an infinite divergence. */
    private static final double MIN_CEPSTRAL_VARIANCE = 0.01;

    /** A semitone: nobody speaks more evenly. */
    private static final double MIN_LOG_F0_VARIANCE = Math.pow(Math.log(2) / 12, 2);

    private record Normal(double[] means, double[] variances) {

        static Normal of(List<double[]> rows, double minVariance) {
            int dimensions = rows.get(0).length;
            double[] means = new double[dimensions];
            double[] variances = new double[dimensions];
            for (double[] row : rows) {
                for (int k = 0; k < dimensions; k++) {
                    means[k] += row[k] / rows.size();
                }
            }
            for (double[] row : rows) {
                for (int k = 0; k < dimensions; k++) {
                    variances[k] += (row[k] - means[k]) * (row[k] - means[k]) / rows.size();
                }
            }
            for (int k = 0; k < dimensions; k++) {
                variances[k] = Math.max(minVariance, variances[k]);
            }
            return new Normal(means, variances);
        }

        double divergence(Normal other) {
            double sum = 0;
            for (int k = 0; k < means.length; k++) {
                double square = (means[k] - other.means[k]) * (means[k] - other.means[k]);
                sum += ((variances[k] + square) / other.variances[k] + (other.variances[k] + square) / variances[k]) / 2
                        - 1;
            }
            return sum;
        }
    }

    private SpeakerDivergence() {}

    /**
     * The divergence of two speakers, each of whom is heard in some sounds.
     *
     * @return 0 or more, in nats; NaN where one of them does not speak
     */
    public static double between(List<Sound> one, List<Sound> other) {
        List<double[]> spoken = speech(one);
        List<double[]> otherSpoken = speech(other);
        if (spoken.isEmpty() || otherSpoken.isEmpty()) {
            return Double.NaN;
        }
        double cepstral =
                Normal.of(spoken, MIN_CEPSTRAL_VARIANCE).divergence(Normal.of(otherSpoken, MIN_CEPSTRAL_VARIANCE));
        List<double[]> pitch = logF0(one);
        List<double[]> otherPitch = logF0(other);
        return pitch.isEmpty() || otherPitch.isEmpty()
                ? cepstral
                : cepstral
                        + Normal.of(pitch, MIN_LOG_F0_VARIANCE).divergence(Normal.of(otherPitch, MIN_LOG_F0_VARIANCE));
    }

    private static List<double[]> speech(List<Sound> sounds) {
        List<double[]> spoken = new ArrayList<>();
        for (Sound sound : sounds) {
            double[] levels = levels(sound.logMel());
            double[] sorted = levels.clone();
            Arrays.sort(sorted);
            double floor = sorted.length == 0
                    ? Double.POSITIVE_INFINITY
                    : sorted[(int) (LOUD_PERCENTILE * (sorted.length - 1))] - SPEECH_RANGE;
            double[][] cepstra = MelCepstrum.of(sound.logMel());
            for (int frame = 0; frame < levels.length; frame++) {
                if (levels[frame] >= floor) {
                    spoken.add(cepstra[frame]);
                }
            }
        }
        return spoken;
    }

    private static double[] levels(float[][] logMel) {
        double[] levels = new double[logMel[0].length];
        for (float[] mel : logMel) {
            for (int frame = 0; frame < levels.length; frame++) {
                levels[frame] += mel[frame] / logMel.length;
            }
        }
        return levels;
    }

    private static List<double[]> logF0(List<Sound> sounds) {
        return sounds.stream()
                .flatMapToDouble(sound -> Arrays.stream(sound.f0().hertz()))
                .filter(hertz -> !Double.isNaN(hertz))
                .mapToObj(hertz -> new double[] {Math.log(hertz)})
                .toList();
    }
}
