package org.dengbej.trainer.learner;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.trainer.checkpoint.DiscriminatorFile;
import org.dengbej.vits.Speakers;
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
            VitsConfig config = VitsConfig.read(folder).withNumSpeakers(1); // those of the data follow
            return new BaseModel(Voice.fresh(config, Tokenizer.read(folder), seed), Map.of());
        }
        Path folder = hub.resolve(reference);
        return new BaseModel(Voice.read(folder), DiscriminatorFile.read(folder));
    }

    /** The same with further speakers, see {@link Voice#withSpeakers(Collection, long)}. */
    public BaseModel withSpeakers(Collection<String> names, long seed) {
        return new BaseModel(voice.withSpeakers(names, seed), discriminator);
    }

    /** The same with the speakers of a job's checkpoint, from which it is resumed. */
    public BaseModel withSpeakersOf(Checkpoint checkpoint, long seed) {
        int count = VitsConfig.read(checkpoint.folder()).numSpeakers();
        return new BaseModel(voice.withSpeakers(Speakers.read(checkpoint.folder(), count), seed), discriminator);
    }
}
