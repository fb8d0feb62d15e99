package org.dengbej.vits;

/**
 * The options of a synthesis.
 *
 * @param speakingRate       durations are divided by it; more than 0
 * @param noiseScale         variation of the voice; 0: none
 * @param noiseScaleDuration variation of the rhythm; 0: none
 * @param speaker            from 0; null: no speaker's
 */
public record SynthesisOptions(double speakingRate, double noiseScale, double noiseScaleDuration, Integer speaker) {

    public SynthesisOptions {
        if (!(speakingRate > 0 && speakingRate < Double.POSITIVE_INFINITY)
                || !(noiseScale >= 0 && noiseScale < Double.POSITIVE_INFINITY)
                || !(noiseScaleDuration >= 0 && noiseScaleDuration < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "expected a speaking rate of more than 0 and noise scales of at least 0, all finite, found %s, %s and %s"
                            .formatted(speakingRate, noiseScale, noiseScaleDuration));
        }
    }

    /** The defaults of the voice's configuration; of several speakers the first. */
    public static SynthesisOptions of(VitsConfig config) {
        return new SynthesisOptions(
                config.speakingRate(),
                config.noiseScale(),
                config.noiseScaleDuration(),
                config.numSpeakers() > 1 ? 0 : null);
    }

    /** Slower with a rate of less than 1. */
    public SynthesisOptions withSpeakingRate(double rate) {
        return new SynthesisOptions(rate, noiseScale, noiseScaleDuration, speaker);
    }

    public SynthesisOptions withSpeaker(int index) {
        return new SynthesisOptions(speakingRate, noiseScale, noiseScaleDuration, index);
    }
}
