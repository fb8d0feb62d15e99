package org.dengbej.events;

/**
 * A data set of a training job.
 *
 * @param dataset its name
 * @param weight  how much each of its utterances counts in the loss; absent: 1
 * @param share   of an epoch's utterances, above 0 and below 1, that are taken from it, others in each epoch; as many as it has at most.
 *                Absent: all of it is in each epoch
 */
public record WeightedDataset(String dataset, Double weight, Double share) {

    private static final double MAX_SHARE = 0.999;

    public WeightedDataset {
        Require.name("WeightedDataset", "dataset", dataset);
        weight = weight == null ? 1.0 : weight;
        Require.moreThan("WeightedDataset", "weight", weight, 0);
        if (share != null) {
            Require.moreThan("WeightedDataset", "share", share, 0);
            Require.between("WeightedDataset", "share", share, 0, MAX_SHARE);
        }
    }

    /** All of a data set in each epoch. */
    public WeightedDataset(String dataset, Double weight) {
        this(dataset, weight, null);
    }
}
