package org.dengbej.trainer.learner;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.dengbej.speech.hub.MmsCheckpoint;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.trainer.checkpoint.Checkpoint;
import org.dengbej.vits.Speakers;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/**
 * The model from which a job begins.
 *
 * @param voice          its weights
 * @param discriminators that it was trained against, if it has them
 */
public record BaseModel(Voice voice, BaseDiscriminators discriminators) {

    private static final String FRESH = "fresh:";

    /** The voice that a reference names; {@code fresh:} and a folder gives random weights of that configuration. */
    public static BaseModel resolve(String reference, ModelHub hub, long seed) {
        if (reference.startsWith(FRESH)) {
            Path folder = hub.resolve(reference.substring(FRESH.length()));
            VitsConfig config = VitsConfig.read(folder).withNumSpeakers(1); // those of the data follow
            return new BaseModel(
                    Voice.fresh(config, Tokenizer.read(folder), seed),
                    new BaseDiscriminators.None("the voice begins with random weights"));
        }
        Path folder = hub.resolve(reference);
        return new BaseModel(Voice.read(folder), BaseDiscriminators.in(folder));
    }

    /**
     * The checkpoint whose discriminators a job may begin with, as its base model has none; empty where there is no such checkpoint.
     *
     * @param reference that was resolved
     */
    public Optional<MmsCheckpoint> publishedCheckpoint(String reference) {
        return discriminators instanceof BaseDiscriminators.None ? MmsCheckpoint.of(reference) : Optional.empty();
    }

    public BaseModel withDiscriminators(BaseDiscriminators others) {
        return new BaseModel(voice, others);
    }

    /** The same with further speakers, see {@link Voice#withSpeakers(Collection, long)}. */
    public BaseModel withSpeakers(Collection<String> names, long seed) {
        return new BaseModel(voice.withSpeakers(names, seed), discriminators);
    }

    /** The same with the speakers of a job's checkpoint, from which it is resumed. */
    public BaseModel withSpeakersOf(Checkpoint checkpoint, long seed) {
        int count = VitsConfig.read(checkpoint.folder()).numSpeakers();
        return new BaseModel(voice.withSpeakers(Speakers.read(checkpoint.folder(), count), seed), discriminators);
    }
}
