package org.dengbej.events;

/**
 * Progress of a preparation.
 *
 * @param dataset    the data set
 * @param request    id of the PrepareDataset event
 * @param utterances utterances looked at so far
 * @param total      utterances in the source
 */
public record DatasetProgress(String dataset, String request, int utterances, int total) implements Event {

    public DatasetProgress {
        Require.name("DatasetProgress", "dataset", dataset);
        Require.text("DatasetProgress", "request", request);
        Require.between("DatasetProgress", "utterances", utterances, 0, total);
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return request + "/" + utterances;
    }
}
