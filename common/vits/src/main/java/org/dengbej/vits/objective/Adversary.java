package org.dengbej.vits.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;

/** The least-squares game between generator and discriminators (Mao et al. 2017), and feature matching (Larsen et al. 2016). */
final class Adversary {

    /**
     * What the discriminators are to learn.
     *
     * @param loss             mean squared distance of scores from the truth, summed over the discriminators, scalar
     * @param recordedFeatures of each of them, without gradient
     */
    record Lesson(NDArray loss, List<NDList> recordedFeatures) {}

    /**
     * What the discriminators say of generated speech.
     *
     * @param adversarial     mean squared distance of their scores from "recorded", summed over them, scalar
     * @param featureMatching mean distance of their features from those of recorded speech, summed over them, doubled, scalar
     */
    record Judgement(NDArray adversarial, NDArray featureMatching) {}

    private final DiscriminatorModel discriminators;

    Adversary(DiscriminatorModel discriminators) {
        this.discriminators = discriminators;
    }

    /** Recorded speech is 1, generated speech is 0 and gets no gradient. */
    Lesson teach(RecordedSpeech.Part recorded, NDArray generated) {
        List<NDList> features = discriminators.features(recorded.waveform().concat(generated.stopGradient(), 0));
        NDArray loss = Scope.of(() -> {
            NDArray sum = null;
            for (NDList own : features) {
                NDArray score = own.get(own.size() - 1);
                long items = score.getShape().get(0) / 2;
                NDArray truth = Ops.slice(score, 0, 0, items).sub(1).square();
                NDArray lie = Ops.slice(score, 0, items, 2 * items).square();
                NDArray term = mean(truth, recorded.weights()).add(mean(lie, recorded.weights()));
                sum = sum == null ? term : sum.add(term);
            }
            return sum;
        });
        return new Lesson(loss, features.stream().map(Adversary::firstHalves).toList());
    }

    private static NDList firstHalves(NDList features) {
        NDList halves = new NDList();
        for (NDArray feature : features) {
            halves.add(Ops.slice(feature, 0, 0, feature.getShape().get(0) / 2).stopGradient());
        }
        return halves;
    }

    /** What the generator hears of the discriminators, which are to be frozen meanwhile. */
    Judgement judge(NDArray generated, Lesson lesson, NDArray weights) {
        List<NDList> features = discriminators.features(generated);
        NDList losses = Scope.list(() -> {
            NDArray adversarial = null;
            NDArray matching = null;
            for (int i = 0; i < features.size(); i++) {
                NDList own = features.get(i);
                NDArray score = mean(own.get(own.size() - 1).neg().add(1).square(), weights);
                adversarial = adversarial == null ? score : adversarial.add(score);
                for (int layer = 0; layer < own.size(); layer++) {
                    NDArray recorded = lesson.recordedFeatures.get(i).get(layer);
                    NDArray term = mean(recorded.sub(own.get(layer)).abs(), weights);
                    matching = matching == null ? term : matching.add(term);
                }
            }
            return new NDList(adversarial, Ops.times(matching, 2));
        });
        return new Judgement(losses.get(0), losses.get(1));
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
