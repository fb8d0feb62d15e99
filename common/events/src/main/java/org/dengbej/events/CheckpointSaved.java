package org.dengbej.events;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint lies ready: a folder that {@code VitsModel.from_pretrained} opens as it is.
 *
 * @param voice   the voice; also the record key, so the log keeps the newest
 * @param job     the job that saved it
 * @param uri     the folder
 * @param step    optimizer steps so far
 * @param epoch   epochs begun
 * @param last    true for the job's finished voice
 * @param sha256  of {@code model.safetensors}, in hexadecimal
 * @param losses  of the last step, by name
 * @param samples sentences synthesized by it
 * @param datasets that its job learned from; may be empty
 */
public record CheckpointSaved(
        String voice,
        String job,
        URI uri,
        long step,
        int epoch,
        boolean last,
        String sha256,
        Map<String, Double> losses,
        List<Sample> samples,
        List<WeightedDataset> datasets)
        implements Event {

    public CheckpointSaved {
        Require.name("CheckpointSaved", "voice", voice);
        Require.name("CheckpointSaved", "job", job);
        Require.present("CheckpointSaved", "uri", uri);
        Require.atLeast("CheckpointSaved", "step", step, 0);
        Require.atLeast("CheckpointSaved", "epoch", epoch, 0);
        Require.text("CheckpointSaved", "sha256", sha256);
        losses = Require.map(losses);
        samples = Require.list(samples);
        datasets = Require.list(datasets);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return job + "/" + step + "/" + last;
    }

    /**
     * One synthesized sentence.
     *
     * @param text  what is said
     * @param audio WAV file
     */
    public record Sample(String text, URI audio) {

        public Sample {
            Require.text("Sample", "text", text);
            Require.present("Sample", "audio", audio);
        }
    }
}
