package org.dengbej.events;

/**
 * Weights of the terms of the {@code vits} objective. An absent one takes the default of the job's preset, see
 * {@link TrainingDefaults}.
 *
 * @param mel             mel reconstruction
 * @param kl              divergence of posterior and prior
 * @param duration        duration predictor
 * @param featureMatching features of the discriminators
 * @param adversarial     scores of the discriminators
 * @param discriminator   the discriminators' own loss
 */
public record LossWeights(
        Double mel, Double kl, Double duration, Double featureMatching, Double adversarial, Double discriminator) {

    public LossWeights {
        atLeastZero("mel", mel);
        atLeastZero("kl", kl);
        atLeastZero("duration", duration);
        atLeastZero("featureMatching", featureMatching);
        atLeastZero("adversarial", adversarial);
        atLeastZero("discriminator", discriminator);
    }

    /** These, and where one is absent, that of {@code defaults}; null: there are none. */
    LossWeights orElse(LossWeights defaults) {
        return defaults == null
                ? this
                : new LossWeights(
                        or(mel, defaults.mel),
                        or(kl, defaults.kl),
                        or(duration, defaults.duration),
                        or(featureMatching, defaults.featureMatching),
                        or(adversarial, defaults.adversarial),
                        or(discriminator, defaults.discriminator));
    }

    private static Double or(Double own, Double otherwise) {
        return own == null ? otherwise : own;
    }

    private static void atLeastZero(String field, Double weight) {
        if (weight != null) {
            Require.atLeast("LossWeights", field, weight, 0);
        }
    }
}
