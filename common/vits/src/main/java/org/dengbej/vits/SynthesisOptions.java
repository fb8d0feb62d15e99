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
        if (!(speakingRate > 0) || !(noiseScale >= 0) || !(noiseScaleDuration >= 0)) {
            throw new IllegalArgumentException(
                    "expected a speaking rate of more than 0 and noise scales of at least 0, found %s, %s and %s"
                            .formatted(speakingRate, noiseScale, noiseScaleDuration));
        }
    }

    /** The defaults of the voice's configuration. */
    public static SynthesisOptions of(VitsConfig config) {
        return new SynthesisOptions(config.speakingRate(), config.noiseScale(), config.noiseScaleDuration(), null);
    }

    /** Slower with a rate of less than 1. */
    public SynthesisOptions withSpeakingRate(double rate) {
        return new SynthesisOptions(rate, noiseScale, noiseScaleDuration, speaker);
    }

    public SynthesisOptions withSpeaker(int index) {
        return new SynthesisOptions(speakingRate, noiseScale, noiseScaleDuration, index);
    }
}
