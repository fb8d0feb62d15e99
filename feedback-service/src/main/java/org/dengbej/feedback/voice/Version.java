package org.dengbej.feedback.voice;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.dengbej.events.WeightedDataset;

/**
 * A version of a voice: a checkpoint that has spoken the voice's sentences.
 *
 * @param voice        its name
 * @param number       counted from 1 within the voice
 * @param sha256       of its weights
 * @param job          that made it
 * @param uri          its model folder
 * @param finished     whether it is the end of its job
 * @param sampleRateHz of its speech
 * @param datasets     that its job learned from; may be empty
 * @param state        what it is to listeners
 * @param reason       why it is in this state; null where nothing is to be said
 */
public record Version(
        String voice,
        int number,
        String sha256,
        String job,
        String uri,
        boolean finished,
        int sampleRateHz,
        List<WeightedDataset> datasets,
        VersionState state,
        String reason) {

    public Version {
        datasets = List.copyOf(datasets);
    }

    /** Its model folder. */
    public Path folder() {
        return Path.of(URI.create(uri));
    }
}
