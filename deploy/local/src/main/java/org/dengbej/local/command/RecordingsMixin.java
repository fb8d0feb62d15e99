package org.dengbej.local.command;

import java.nio.file.Path;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.local.stack.WorkFolder;
import picocli.CommandLine.Mixin;

/** The options of a folder of recordings that is prepared for a voice: its layout, whose recordings are used, and their sound. */
final class RecordingsMixin {

    @Mixin
    private SourceMixin source;

    @Mixin
    private SpeakerMixin speakers;

    @Mixin
    private SoundMixin sound;

    /**
     * The request that prepares a folder.
     *
     * @param dataset         its name
     * @param folder          of the recordings
     * @param voice           whose letters and rate are taken
     * @param batchUtterances in a batch at most; null: by default
     * @param maxUtterances   0: all
     * @param seed            of the order
     * @param work            that keeps the report
     */
    PrepareDataset request(
            String dataset,
            Path folder,
            String voice,
            Integer batchUtterances,
            int maxUtterances,
            long seed,
            WorkFolder work) {
        return new PrepareDataset(
                dataset,
                SourceMixin.folder(folder),
                source.layout,
                voice,
                null,
                new Filters(null, null, null, null, null, null, sound.filters()),
                batchUtterances,
                null,
                maxUtterances,
                seed,
                null,
                null,
                source.columns(),
                source.split,
                sound.conditioning(),
                speakers.selection(),
                work.report(dataset).toUri());
    }
}
