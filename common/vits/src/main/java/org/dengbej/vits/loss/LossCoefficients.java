package org.dengbej.vits.loss;

/**
 * The coefficients of the loss terms in the full objective (Kim et al. 2021, arXiv 2106.06103, section 2.3 and 2.4); each at least 0.
 *
 * @param mel             of the mel reconstruction
 * @param kl              of the divergence of posterior and prior
 * @param duration        of the duration predictor
 * @param featureMatching of the discriminators' features
 * @param adversarial     of the discriminators' scores
 * @param discriminator   of the discriminators' own loss
 */
public record LossCoefficients(
        double mel, double kl, double duration, double featureMatching, double adversarial, double discriminator) {}
