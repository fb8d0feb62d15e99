package org.dengbej.trainer.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.Voice;

/**
 * The voice of the best evaluation so far.
 *
 * @param voice         its weights
 * @param discriminator weights; may be empty
 */
public record BestVoice(Voice voice, Map<String, Tensor> discriminator) {

    /** The same in Java's memory: as it is now. */
    public BestVoice copied() {
        Map<String, Tensor> copies = new LinkedHashMap<>(discriminator);
        copies.replaceAll((name, tensor) -> tensor.copied());
        return new BestVoice(voice.copied(), copies);
    }
}
