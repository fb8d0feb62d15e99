package org.dengbej.events;

/**
 * How much each term of the {@code vits} objective counts. An absent one has its default: the left number where a voice is
 * fine-tuned, the right one for a new voice.
 *
 * @param mel             mel reconstruction; 35, 45
 * @param kl              divergence of posterior and prior; 1.5, 1
 * @param duration        duration predictor; 1, 1
 * @param featureMatching features of the discriminators; 1, 1
 * @param adversarial     scores of the discriminators; 1, 1
 * @param discriminator   the discriminators' own loss; 3, 1
 */
public record LossWeights(
        Double mel, Double kl, Double duration, Double featureMatching, Double adversarial, Double discriminator) {

    public static final LossWeights DEFAULT = new LossWeights(null, null, null, null, null, null);

    public LossWeights {
        atLeastZero("mel", mel);
        atLeastZero("kl", kl);
        atLeastZero("duration", duration);
        atLeastZero("featureMatching", featureMatching);
        atLeastZero("adversarial", adversarial);
        atLeastZero("discriminator", discriminator);
    }

    private static void atLeastZero(String field, Double weight) {
        if (weight != null) {
            Require.atLeast("LossWeights", field, weight, 0);
        }
    }
}
