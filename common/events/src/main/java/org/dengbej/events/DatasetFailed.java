package org.dengbej.events;

/**
 * A data set could not be prepared.
 *
 * @param dataset the data set
 * @param request id of the PrepareDataset event
 * @param reason  what was found, what was expected and what to do
 */
public record DatasetFailed(String dataset, String request, String reason) implements Event {

    public DatasetFailed {
        Require.name("DatasetFailed", "dataset", dataset);
        Require.text("DatasetFailed", "request", request);
        Require.text("DatasetFailed", "reason", reason);
    }

    @Override
    public String key() {
        return dataset;
    }

    @Override
    public String identity() {
        return request;
    }
}
