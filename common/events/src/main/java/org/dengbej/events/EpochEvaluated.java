package org.dengbej.events;

import java.util.Map;

/**
 * Validation of a voice in training, at a step of an epoch, on utterances that it does not learn from.
 *
 * @param job        its name
 * @param voice      its voice
 * @param epoch      current one, counted from 1
 * @param step       optimizer steps so far
 * @param utterances of the validation split that were measured
 * @param losses     their loss terms by name, with the same random draws each time
 * @param distortion mel-cepstral distortion in dB of some of them, spoken, from their recordings; absent when none could be spoken
 * @param measures   of these by name, each with its confidence interval, e.g. {@code logF0Error}, {@code voicingError}, {@code f0Median},
 *                   {@code intelligibility}, and {@code score}, of which less is better; empty when none could be spoken
 * @param best       whether no evaluation before had a lower score; the voice of the best one is kept
 */
public record EpochEvaluated(
        String job,
        String voice,
        int epoch,
        long step,
        int utterances,
        Map<String, Double> losses,
        Double distortion,
        Map<String, MeasuredValue> measures,
        boolean best)
        implements Event {

    public EpochEvaluated {
        Require.name("EpochEvaluated", "job", job);
        Require.name("EpochEvaluated", "voice", voice);
        Require.atLeast("EpochEvaluated", "epoch", epoch, 1);
        Require.atLeast("EpochEvaluated", "step", step, 0);
        Require.atLeast("EpochEvaluated", "utterances", utterances, 1);
        losses = Require.map(losses);
        measures = Require.map(measures);
        if (distortion != null) {
            Require.atLeast("EpochEvaluated", "distortion", distortion, 0);
        }
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return job + "/evaluated/" + step;
    }
}
