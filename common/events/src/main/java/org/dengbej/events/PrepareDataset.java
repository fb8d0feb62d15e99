package org.dengbej.events;

import java.net.URI;

/**
 * Asks for a data set to be prepared: recordings in, batches on {@link Topics#BATCHES} out.
 *
 * @param dataset        name of the data set; also the record key
 * @param source         folder (or Parquet file) that holds the recordings
 * @param layout         {@code common-voice}, {@code ljspeech}, {@code parquet} or {@code pairs}; anything else is answered
 *                       by {@link DatasetFailed}
 * @param model          the voice whose tokenizer and sample rate to use: a folder or a Hugging Face id
 * @param sampleRateHz   of the prepared sound; absent: the voice's
 * @param filters        utterances that are rejected; absent: the defaults
 * @param batchUtterances utterances per batch at most; absent: that of {@link TrainingDefaults#FINE_TUNING}
 * @param batchFrames    spectrogram frames per batch at most, padding counted; absent: 4000
 * @param maxUtterances  stop after so many kept utterances; 0: all of them
 * @param seed           decides the order of the batches
 * @param exportTo       folder in which to leave {@code wavs/} and {@code metadata.csv} too, apart from the source; absent: none
 * @param overwrite      whether the export may replace files of its names in a folder that holds others; absent: false
 */
public record PrepareDataset(
        String dataset,
        URI source,
        String layout,
        String model,
        Integer sampleRateHz,
        Filters filters,
        Integer batchUtterances,
        Integer batchFrames,
        Integer maxUtterances,
        long seed,
        URI exportTo,
        Boolean overwrite)
        implements Event {

    public PrepareDataset {
        Require.name("PrepareDataset", "dataset", dataset);
        Require.present("PrepareDataset", "source", source);
        Require.text("PrepareDataset", "layout", layout);
        Require.text("PrepareDataset", "model", model);
        filters = filters == null ? Filters.DEFAULT : filters;
        batchUtterances = batchUtterances == null ? TrainingDefaults.FINE_TUNING.batchUtterances() : batchUtterances;
        batchFrames = batchFrames == null ? 4000 : batchFrames;
        maxUtterances = maxUtterances == null ? 0 : maxUtterances;
        overwrite = overwrite != null && overwrite;
        if (sampleRateHz != null) {
            Require.between("PrepareDataset", "sampleRateHz", sampleRateHz, 1000, 192_000);
        }
        Require.between("PrepareDataset", "batchUtterances", batchUtterances, 1, 1024);
        Require.atLeast("PrepareDataset", "batchFrames", batchFrames, 1);
        Require.atLeast("PrepareDataset", "maxUtterances", maxUtterances, 0);
    }

    /** A request that overwrites nothing. */
    public PrepareDataset(
            String dataset,
            URI source,
            String layout,
            String model,
            Integer sampleRateHz,
            Filters filters,
            Integer batchUtterances,
            Integer batchFrames,
            Integer maxUtterances,
            long seed,
            URI exportTo) {
        this(
                dataset,
                source,
                layout,
                model,
                sampleRateHz,
                filters,
                batchUtterances,
                batchFrames,
                maxUtterances,
                seed,
                exportTo,
                false);
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return dataset;
    }
}
