package org.dengbej.trainer.learner;

import ai.djl.Device;
import java.util.Map;
import java.util.Optional;
import org.dengbej.safetensors.Tensor;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.DiscriminatorOrigin;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.SavedDiscriminators;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.weights.FreshWeights;
import org.dengbej.vits.weights.SavedWeights;
import org.dengbej.vits.weights.WeightSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The discriminators of a run on its device.
 *
 * @param model  with weight norm
 * @param origin when the run began
 */
record RunDiscriminators(DiscriminatorModel model, DiscriminatorOrigin origin) {

    private static final Logger LOG = LoggerFactory.getLogger(RunDiscriminators.class);
    private static final int MAX_REASON = 500;

    /** The parts of which they are built: their configuration, the seed of random ones, and where they are put. */
    record Blueprint(DiscriminatorConfig config, long seed, Device device, Precision precision) {

        private DiscriminatorModel build(WeightSource weights) {
            return new DiscriminatorModel(config, weights, device, true, precision);
        }

        private DiscriminatorModel build(Map<String, Tensor> tensors) {
            return build(new SavedWeights(tensors));
        }

        private DiscriminatorModel random() {
            return build(new FreshWeights(seed));
        }
    }

    /**
     * Those of a checkpoint, from which a run is resumed, else of the base model, else random ones.
     *
     * @throws InvalidVoiceException naming every tensor of the base model's own that is not of its configuration
     */
    static RunDiscriminators of(BaseDiscriminators base, Optional<Checkpoint> from, Blueprint blueprint) {
        if (from.isEmpty()) {
            return begun(base, blueprint);
        }
        Map<String, Tensor> tensors = from.get().discriminator();
        return new RunDiscriminators(
                tensors.isEmpty() ? blueprint.random() : blueprint.build(tensors),
                from.get().state().discriminators());
    }

    private static RunDiscriminators begun(BaseDiscriminators base, Blueprint blueprint) {
        if (base instanceof BaseDiscriminators.Own own) {
            return loaded(own.tensors(), own.origin(), blueprint);
        }
        if (base instanceof BaseDiscriminators.Published published) {
            return published(published, blueprint);
        }
        return random(((BaseDiscriminators.None) base).reason(), blueprint);
    }

    private static RunDiscriminators published(BaseDiscriminators.Published published, Blueprint blueprint) {
        try {
            Optional<SavedDiscriminators> saved = SavedDiscriminators.in(published.folder());
            return saved.isPresent()
                    ? loaded(saved.get().tensors(), published.origin(), blueprint)
                    : random("[%s] holds none".formatted(published.folder()), blueprint);
        } catch (InvalidVoiceException e) {
            LOG.warn("published discriminators skipped: {}", e.getMessage());
            return random(brief(e.getMessage()), blueprint);
        }
    }

    /** The beginning of a message that may name many tensors; the log has all of it. */
    private static String brief(String message) {
        return message.length() <= MAX_REASON ? message : message.substring(0, MAX_REASON) + "...";
    }

    private static RunDiscriminators loaded(Map<String, Tensor> tensors, String origin, Blueprint blueprint) {
        try {
            return new RunDiscriminators(blueprint.build(tensors), new DiscriminatorOrigin(origin, false));
        } catch (InvalidVoiceException e) {
            DiscriminatorConfig config = blueprint.config();
            throw new InvalidVoiceException(
                    "[%s] expected discriminators of periods %s, kernel %d, channels %s and, without a period, %s, as config.json has them or by default; found others: %s"
                            .formatted(
                                    origin,
                                    config.periods(),
                                    config.kernelSize(),
                                    config.periodChannels(),
                                    config.scaleChannels(),
                                    e.getMessage()),
                    e);
        }
    }

    private static RunDiscriminators random(String reason, Blueprint blueprint) {
        return new RunDiscriminators(blueprint.random(), new DiscriminatorOrigin("fresh: " + reason, true));
    }
}
