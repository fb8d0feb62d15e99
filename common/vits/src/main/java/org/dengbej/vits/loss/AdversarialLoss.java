package org.dengbej.vits.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.layers.Discriminator;

/**
 * The least-squares game between the generator and one of the discriminators (Mao et al. 2017), and feature matching (Larsen et al.
 * 2016).
 */
record AdversarialLoss(Discriminator discriminator) {

    /**
     * What the discriminator is to learn.
     *
     * @param loss             mean squared distance of scores from the truth, scalar
     * @param recordedFeatures without gradient
     */
    record DiscriminatorLoss(NDArray loss, NDList recordedFeatures) {}

    /**
     * What the discriminator says of generated speech.
     *
     * @param adversarial     mean squared distance of its score from "recorded", scalar
     * @param featureMatching mean distance of its features from those of recorded speech, doubled, scalar
     */
    record GeneratorLoss(NDArray adversarial, NDArray featureMatching) {}

    /** Recorded speech is 1, generated speech is 0 and gets no gradient. */
    DiscriminatorLoss discriminator(RecordedSpeech.Part recorded, NDArray generated) {
        NDList features = discriminator.features(recorded.waveform().concat(generated.stopGradient(), 0));
        NDArray loss = Scope.of(() -> {
            NDArray score = features.get(features.size() - 1);
            long items = score.getShape().get(0) / 2;
            NDArray real = Ops.slice(score, 0, 0, items).sub(1).square();
            NDArray fake = Ops.slice(score, 0, items, 2 * items).square();
            return mean(real, recorded.weights()).add(mean(fake, recorded.weights()));
        });
        return new DiscriminatorLoss(loss, firstHalves(features));
    }

    private static NDList firstHalves(NDList features) {
        NDList halves = new NDList();
        for (NDArray feature : features) {
            halves.add(Ops.slice(feature, 0, 0, feature.getShape().get(0) / 2).stopGradient());
        }
        return halves;
    }

    /** The generator's adversarial and feature-matching losses; the discriminator is to be frozen meanwhile. */
    GeneratorLoss generator(NDArray generated, DiscriminatorLoss discriminatorLoss, NDArray weights) {
        NDList features = discriminator.features(generated);
        NDList losses = Scope.list(() -> {
            NDArray adversarial =
                    mean(features.get(features.size() - 1).neg().add(1).square(), weights);
            NDArray matching = null;
            for (int layer = 0; layer < features.size(); layer++) {
                NDArray recorded = discriminatorLoss.recordedFeatures.get(layer);
                NDArray term = mean(recorded.sub(features.get(layer)).abs(), weights);
                matching = matching == null ? term : matching.add(term);
            }
            return new NDList(adversarial, Ops.times(matching, 2));
        });
        return new GeneratorLoss(losses.get(0), losses.get(1));
    }

    /** The mean over everything of an item, times its weight; of these the mean. */
    static NDArray mean(NDArray values, NDArray weights) {
        long items = weights.getShape().get(0);
        return values.reshape(items, values.size() / items)
                .mean(new int[] {1})
                .mul(weights)
                .mean();
    }
}
