package org.dengbej.evaluation.pitch;

import java.util.ArrayList;
import java.util.List;

/**
 * The pitches that a frame may have, and how likely each is: YIN with every threshold at once, weighted by a prior (Mauch and Dixon
 * 2014, section 2.1). As the authors' software has it, of several troughs below a threshold the first is likeliest, not the only one.
 * Parameters are those of {@code librosa.pyin}.
 */
final class PitchCandidates {

    /** A pitch and its probability. */
    record Candidate(double hertz, double probability) {}

    private record Trough(int lag, double height) {}

    private static final int THRESHOLDS = 100;

    /** The thresholds' distribution is Beta(2, 18), of mean 0.1. */
    private static final int BETA = 18;

    /** Of the Boltzmann distribution over the troughs below a threshold. */
    private static final double LAMBDA = 2;

    /** Of the lowest trough, where none is below a threshold. */
    private static final double NO_TROUGH = 0.01;

    private static final double[] PRIOR = prior();

    private PitchCandidates() {}

    private static double[] prior() {
        double[] prior = new double[THRESHOLDS];
        for (int i = 0; i < THRESHOLDS; i++) {
            prior[i] = betaCdf((i + 1.0) / THRESHOLDS) - betaCdf((double) i / THRESHOLDS);
        }
        return prior;
    }

    /** Of Beta(2, n): one minus the chance of at most one success in n + 1 trials. */
    private static double betaCdf(double x) {
        return 1 - Math.pow(1 - x, BETA + 1) - (BETA + 1) * x * Math.pow(1 - x, BETA);
    }

    /** {@code differences}: by lag, from {@code minLag} on of interest. */
    static List<Candidate> of(double[] differences, int minLag, int sampleRateHz) {
        List<Trough> troughs = troughs(differences, minLag);
        double[] probabilities = new double[troughs.size()];
        int lowest = lowest(troughs);
        for (int i = 0; i < THRESHOLDS && lowest >= 0; i++) {
            double threshold = (i + 1.0) / THRESHOLDS;
            if (troughs.get(lowest).height() < threshold) {
                share(troughs, threshold, PRIOR[i], probabilities);
            } else {
                probabilities[lowest] += NO_TROUGH * PRIOR[i];
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                double hertz =
                        sampleRateHz / exactLag(differences, troughs.get(i).lag(), minLag);
                candidates.add(new Candidate(hertz, probabilities[i]));
            }
        }
        return candidates;
    }

    private static void share(List<Trough> troughs, double threshold, double mass, double[] probabilities) {
        long below =
                troughs.stream().filter(trough -> trough.height() < threshold).count();
        double weight = (1 - Math.exp(-LAMBDA)) / (1 - Math.exp(-LAMBDA * below)) * mass;
        for (int i = 0; i < probabilities.length; i++) {
            if (troughs.get(i).height() < threshold) {
                probabilities[i] += weight;
                weight *= Math.exp(-LAMBDA);
            }
        }
    }

    private static List<Trough> troughs(double[] d, int minLag) {
        List<Trough> troughs = new ArrayList<>();
        for (int lag = minLag; lag + 1 < d.length; lag++) {
            boolean falls = lag == minLag || d[lag] < d[lag - 1];
            if (falls && (lag == minLag ? d[lag] < d[lag + 1] : d[lag] <= d[lag + 1])) {
                troughs.add(new Trough(lag, d[lag]));
            }
        }
        return troughs;
    }

    /** -1 where there is none. */
    private static int lowest(List<Trough> troughs) {
        int lowest = troughs.isEmpty() ? -1 : 0;
        for (int i = 1; i < troughs.size(); i++) {
            if (troughs.get(i).height() < troughs.get(lowest).height()) {
                lowest = i;
            }
        }
        return lowest;
    }

    /** The lowest place of a parabola through the trough and its neighbours. */
    private static double exactLag(double[] d, int lag, int minLag) {
        if (lag == minLag || lag + 1 >= d.length) {
            return lag;
        }
        double bend = d[lag + 1] + d[lag - 1] - 2 * d[lag];
        double slope = (d[lag + 1] - d[lag - 1]) / 2;
        return Math.abs(slope) < Math.abs(bend) ? lag - slope / bend : lag;
    }
}
