package org.dengbej.feedback.voice;

import java.util.List;
import org.dengbej.events.WeightedDataset;

/**
 * A voice at the checkpoint that listeners hear now.
 *
 * @param name         the voice
 * @param job          that made it
 * @param uri          its model folder
 * @param sha256       of its weights
 * @param finished     whether it is the end of its job
 * @param sampleRateHz of its speech
 * @param datasets     that its job learned from; may be empty
 */
public record CurrentVoice(
        String name,
        String job,
        String uri,
        String sha256,
        boolean finished,
        int sampleRateHz,
        List<WeightedDataset> datasets) {

    public CurrentVoice {
        datasets = List.copyOf(datasets);
    }
}
