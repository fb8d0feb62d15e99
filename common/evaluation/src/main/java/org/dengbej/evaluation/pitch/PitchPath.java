package org.dengbej.evaluation.pitch;

import java.util.List;

/**
 * The likeliest way through the frames' pitch candidates: Viterbi's algorithm on a hidden Markov model whose states are pitches, a
 * tenth of a semitone apart, each voiced and unvoiced (Mauch and Dixon 2014, section 2.2). A pitch moves by a triangular distribution,
 * and becomes voiced or unvoiced with probability 0.01. Parameters are those of {@code librosa.pyin}.
 */
final class PitchPath {

    private static final int BINS_PER_OCTAVE = 120;
    private static final double SWITCH = 0.01;
    private static final double MAX_OCTAVES_PER_SECOND = 35.92;
    private static final int SEMITONES = 12;

    private final double minHz;
    private final int bins;
    private final double[] logStep;
    private final double[] logTotal;

    PitchPath(double minHz, double maxHz, double secondsPerFrame) {
        this.minHz = minHz;
        bins = (int) Math.floor(BINS_PER_OCTAVE * log2(maxHz / minHz)) + 1;
        long semitones = Math.max(1, Math.round(MAX_OCTAVES_PER_SECOND * SEMITONES * secondsPerFrame));
        int reach = (int) Math.min(semitones * BINS_PER_OCTAVE / SEMITONES / 2, bins - 1);
        logStep = new double[reach + 1];
        for (int step = 0; step <= reach; step++) {
            logStep[step] = Math.log(1 - step / (reach + 1.0));
        }
        logTotal = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            double total = 0;
            for (int to = Math.max(0, bin - reach); to <= Math.min(bins - 1, bin + reach); to++) {
                total += 1 - Math.abs(to - bin) / (reach + 1.0);
            }
            logTotal[bin] = Math.log(total);
        }
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static double log(double probability) {
        return Math.log(probability + Double.MIN_NORMAL);
    }

    /** A frame's candidates: the probability of each bin, and the exact pitch of the candidate in it. */
    private final class Observation {

        private final double[] probabilities = new double[bins];
        private final double[] hertz = new double[bins];
        private final double logUnvoiced;

        private Observation(List<PitchCandidates.Candidate> candidates) {
            double voiced = 0;
            for (PitchCandidates.Candidate candidate : candidates) {
                long bin = Math.round(BINS_PER_OCTAVE * log2(candidate.hertz() / minHz));
                int nearest = (int) Math.max(0, Math.min(bins - 1, bin));
                probabilities[nearest] += candidate.probability();
                hertz[nearest] = candidate.hertz();
                voiced += candidate.probability();
            }
            logUnvoiced = PitchPath.log((1 - Math.min(1, voiced)) / bins);
        }

        /** States: the bins voiced, then the bins unvoiced. */
        private double log(int state) {
            return state < bins ? PitchPath.log(probabilities[state]) : logUnvoiced;
        }
    }

    /** F0 by frame, NaN where unvoiced. */
    double[] through(List<List<PitchCandidates.Candidate>> frames) {
        Observation[] observations = frames.stream().map(Observation::new).toArray(Observation[]::new);
        int states = 2 * bins;
        short[][] origins = new short[frames.size()][states];
        double[] scores = new double[states];
        for (int frame = 0; frame < observations.length; frame++) {
            double[] next = new double[states];
            if (frame > 0) {
                step(scores, next, origins[frame]);
            }
            for (int state = 0; state < states; state++) {
                next[state] += observations[frame].log(state);
            }
            scores = next;
        }
        return trace(scores, origins, observations);
    }

    /** The best way to each state, but for what the frame says. */
    private void step(double[] scores, double[] next, short[] origins) {
        double[] best = new double[2 * bins];
        int[] from = new int[2 * bins];
        for (int voicing = 0; voicing < 2; voicing++) {
            move(scores, voicing * bins, best, from);
        }
        double stays = Math.log(1 - SWITCH);
        double switches = Math.log(SWITCH);
        for (int state = 0; state < 2 * bins; state++) {
            int other = (state + bins) % (2 * bins);
            boolean stay = best[state] + stays >= best[other] + switches;
            next[state] = stay ? best[state] + stays : best[other] + switches;
            origins[state] = (short) from[stay ? state : other];
        }
    }

    private void move(double[] scores, int offset, double[] best, int[] from) {
        double[] leaving = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            leaving[bin] = scores[offset + bin] - logTotal[bin];
        }
        int reach = logStep.length - 1;
        for (int bin = 0; bin < bins; bin++) {
            double highest = Double.NEGATIVE_INFINITY;
            int origin = bin;
            int end = Math.min(bins - 1, bin + reach);
            for (int before = Math.max(0, bin - reach); before <= end; before++) {
                double score = leaving[before] + logStep[Math.abs(before - bin)];
                if (score > highest) {
                    highest = score;
                    origin = before;
                }
            }
            best[offset + bin] = highest;
            from[offset + bin] = offset + origin;
        }
    }

    private double[] trace(double[] scores, short[][] origins, Observation[] observations) {
        double[] hertz = new double[observations.length];
        int state = 0;
        for (int i = 1; i < scores.length; i++) {
            state = scores[i] > scores[state] ? i : state;
        }
        for (int frame = hertz.length - 1; frame >= 0; frame--) {
            hertz[frame] = state < bins ? hertz(observations[frame], state) : Double.NaN;
            state = origins[frame][state];
        }
        return hertz;
    }

    /** The pitch of the candidate; of a frame between two that has none, the bin's. */
    private double hertz(Observation observation, int bin) {
        return observation.probabilities[bin] > 0
                ? observation.hertz[bin]
                : minHz * Math.pow(2, (double) bin / BINS_PER_OCTAVE);
    }
}
