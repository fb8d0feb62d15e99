package org.dengbej.trainer.learner;

import java.nio.file.Path;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.checkpoint.DiscriminatorFile;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/**
 * The model from which a job begins.
 *
 * @param voice         its weights
 * @param discriminator that it was trained against; empty when there is none
 */
public record BaseModel(Voice voice, Map<String, Tensor> discriminator) {

    private static final String FRESH = "fresh:";

    /** The voice that a reference names; {@code fresh:} and a folder gives random weights of that configuration. */
    public static BaseModel resolve(String reference, ModelHub hub, long seed) {
        if (reference.startsWith(FRESH)) {
            Path folder = hub.resolve(reference.substring(FRESH.length()));
            return new BaseModel(Voice.fresh(VitsConfig.read(folder), Tokenizer.read(folder), seed), Map.of());
        }
        Path folder = hub.resolve(reference);
        return new BaseModel(Voice.read(folder), DiscriminatorFile.read(folder));
    }
}
