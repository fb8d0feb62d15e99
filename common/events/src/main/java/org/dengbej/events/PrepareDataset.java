package org.dengbej.events;

import java.net.URI;

/**
 * Asks for a data set to be prepared: recordings in, batches on {@link Topics#BATCHES} or {@link Topics#TEMPORARY_BATCHES} out.
 *
 * @param dataset        name of the data set; also the record key
 * @param source         folder or file that holds the recordings, or {@code hf://datasets/owner/name@revision} on the Hugging Face hub
 * @param layout         {@code common-voice}, {@code ljspeech}, {@code coqui}, {@code audiofolder}, {@code vits}, {@code parquet},
 *                       {@code vctk}, {@code libritts}, {@code pairs} or {@code table}; anything else is answered by
 *                       {@link DatasetFailed}; absent: recognised by looking
 * @param model          the voice whose tokenizer and sample rate to use: a folder or a Hugging Face id
 * @param sampleRateHz   of the prepared sound; absent: the voice's
 * @param filters        utterances that are rejected; absent: the defaults
 * @param batchUtterances utterances per batch at most; absent: that of {@link TrainingDefaults#FINE_TUNING}
 * @param batchFrames    spectrogram frames per batch at most, padding counted; absent: 4000
 * @param maxUtterances  stop after so many kept utterances; 0: all of them
 * @param seed           decides the order of the batches
 * @param exportTo       folder in which to leave {@code wavs/} and {@code metadata.csv} too, apart from the source; absent: none
 * @param overwrite      whether the export may replace files of its names in a folder that holds others; absent: false
 * @param columns        of the table that lists the recordings; absent: decided by looking
 * @param split          names of the splits to read, separated by commas; absent: those that the layout is trained on
 * @param conditioning   of the sound; absent: the defaults
 * @param speakers       speakers whose utterances are kept; absent: by the voice, see {@link SpeakerSelection}
 * @param reportTo       folder in which to leave {@code rejected.csv} and {@code report.html} where there is no export, or nothing is
 *                       kept; an export has them itself; absent: none
 * @param temporary      whether its batches are deleted from the log within a day; absent: false
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
        Boolean overwrite,
        TableColumns columns,
        String split,
        SoundConditioning conditioning,
        SpeakerSelection speakers,
        URI reportTo,
        Boolean temporary)
        implements Event {

    public PrepareDataset {
        Require.name("PrepareDataset", "dataset", dataset);
        Require.present("PrepareDataset", "source", source);
        if (layout != null) {
            Require.text("PrepareDataset", "layout", layout);
        }
        Require.text("PrepareDataset", "model", model);
        filters = filters == null ? Filters.DEFAULT : filters;
        batchUtterances = batchUtterances == null ? TrainingDefaults.FINE_TUNING.batchUtterances() : batchUtterances;
        batchFrames = batchFrames == null ? 4000 : batchFrames;
        maxUtterances = maxUtterances == null ? 0 : maxUtterances;
        overwrite = overwrite != null && overwrite;
        temporary = temporary != null && temporary;
        conditioning = conditioning == null ? SoundConditioning.DEFAULT : conditioning;
        columns = columns == null ? TableColumns.BY_LOOKING : columns;
        speakers = speakers == null ? SpeakerSelection.DEFAULT : speakers;
        if (sampleRateHz != null) {
            Require.between("PrepareDataset", "sampleRateHz", sampleRateHz, 1000, 192_000);
        }
        Require.between("PrepareDataset", "batchUtterances", batchUtterances, 1, 1024);
        Require.atLeast("PrepareDataset", "batchFrames", batchFrames, 1);
        Require.atLeast("PrepareDataset", "maxUtterances", maxUtterances, 0);
    }

    /** A request whose batches stay on the log. */
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
            URI exportTo,
            Boolean overwrite,
            TableColumns columns,
            String split,
            SoundConditioning conditioning,
            SpeakerSelection speakers,
            URI reportTo) {
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
                overwrite,
                columns,
                split,
                conditioning,
                speakers,
                reportTo,
                false);
    }

    /** A request that overwrites nothing and whose table is decided by looking. */
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
                false,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same but for how many utterances are kept. */
    public PrepareDataset withMaxUtterances(int otherMaxUtterances) {
        return with(otherMaxUtterances, speakers, temporary);
    }

    /** The same but for whose utterances are kept. */
    public PrepareDataset withSpeakers(SpeakerSelection otherSpeakers) {
        return with(maxUtterances, otherSpeakers, temporary);
    }

    /** The same with batches that are deleted from the log within a day. */
    public PrepareDataset asTemporary() {
        return with(maxUtterances, speakers, true);
    }

    private PrepareDataset with(int otherMaxUtterances, SpeakerSelection otherSpeakers, boolean otherTemporary) {
        return new PrepareDataset(
                dataset,
                source,
                layout,
                model,
                sampleRateHz,
                filters,
                batchUtterances,
                batchFrames,
                otherMaxUtterances,
                seed,
                exportTo,
                overwrite,
                columns,
                split,
                conditioning,
                otherSpeakers,
                reportTo,
                otherTemporary);
    }

    /** The topic on which its batches are published. */
    public String batchTopic() {
        return temporary ? Topics.TEMPORARY_BATCHES : Topics.BATCHES;
    }

    /** The folder that holds the report of a data set that was prepared: the export's, else its own; null where neither was asked for. */
    public URI reportedAt() {
        return exportTo == null ? reportTo : exportTo;
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
