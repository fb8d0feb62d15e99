package org.dengbej.events;

/**
 * A data set of a training job.
 *
 * @param dataset its name
 * @param weight  how much each of its utterances counts in the loss; absent: 1
 */
public record WeightedDataset(String dataset, Double weight) {

    public WeightedDataset {
        Require.name("WeightedDataset", "dataset", dataset);
        weight = weight == null ? 1.0 : weight;
        Require.moreThan("WeightedDataset", "weight", weight, 0);
    }
}
