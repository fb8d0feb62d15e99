package org.dengbej.trainer.learner;

import java.nio.file.Path;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.hub.MmsCheckpoint;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;
import org.dengbej.vits.SavedDiscriminators;

/** The discriminators with which a job begins. */
public sealed interface BaseDiscriminators {

    /**
     * The base model's own, which must fit its configuration.
     *
     * @param tensors by transformers' names
     * @param origin  for people
     */
    record Own(Map<String, Tensor> tensors, String origin) implements BaseDiscriminators {}

    /**
     * Published with the base model and fetched without being asked for, so that they are skipped where they do not fit.
     *
     * @param folder of the original code's file
     * @param origin for people
     */
    record Published(Path folder, String origin) implements BaseDiscriminators {}

    /**
     * None, so that the job begins with random ones.
     *
     * @param reason for people
     */
    record None(String reason) implements BaseDiscriminators {}

    /** The discriminators of a model folder. */
    static BaseDiscriminators in(Path folder) {
        return SavedDiscriminators.in(folder)
                .<BaseDiscriminators>map(saved -> new Own(saved.tensors(), saved.place() + " of the base model"))
                .orElseGet(() -> new None("the base model has none"));
    }

    /** The discriminators that were published with an MMS voice, downloaded where the cache does not have them. */
    static BaseDiscriminators published(MmsCheckpoint mms, ModelHub hub) {
        try {
            return new Published(hub.discriminators(mms), mms.discriminators());
        } catch (ModelUnavailableException e) {
            return new None(e.getMessage());
        }
    }
}
