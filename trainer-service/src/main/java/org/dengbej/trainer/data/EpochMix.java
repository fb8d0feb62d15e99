package org.dengbej.trainer.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dengbej.vits.Seeds;

/**
 * The mix of data sets in each epoch: all of those without a share, and of the others as many batches as their share of the utterances
 * is, different ones from epoch to epoch until all were there.
 */
public final class EpochMix {

    /**
     * A data set of the mix.
     *
     * @param share               of an epoch's utterances; null: all of it is in each epoch
     * @param utterancesPerBatch of each of its batches
     */
    public record Part(Double share, int[] utterancesPerBatch) {

        private int batches() {
            return utterancesPerBatch.length;
        }

        private long utterances() {
            return IntStream.of(utterancesPerBatch).asLongStream().sum();
        }
    }

    private final List<Part> parts;
    private final long seed;

    /** {@code seed}: of the run. */
    public EpochMix(List<Part> parts, long seed) {
        this.parts = List.copyOf(parts);
        this.seed = seed;
    }

    /** Batches of a data set that are in each epoch. */
    public int batches(int part) {
        Part of = parts.get(part);
        if (of.share == null || of.batches() == 0) {
            return of.batches();
        }
        double meanUtterances = Math.max(1, (double) of.utterances() / of.batches());
        long wanted = Math.round(sharedTotal() * of.share / meanUtterances);
        return (int) Math.max(1, Math.min(of.batches(), wanted));
    }

    /** Utterances of a data set that are in each epoch, on average. */
    public int utterances(int part) {
        Part of = parts.get(part);
        return of.batches() == 0 ? 0 : (int) Math.round((double) of.utterances() * batches(part) / of.batches());
    }

    /** Utterances of an epoch in which every share is what was asked for. */
    private double sharedTotal() {
        double whole = 0;
        double shares = 0;
        for (Part part : parts) {
            whole += part.share == null ? part.utterances() : 0;
            shares += part.share == null ? 0 : part.share;
        }
        return whole / (1 - shares);
    }

    /**
     * The batches of a data set in an epoch, by their number in it, in no particular order.
     *
     * @param epoch counted from 1
     */
    public List<Integer> batches(int part, int epoch) {
        int all = parts.get(part).batches();
        int wanted = batches(part);
        List<Integer> order = new ArrayList<>(IntStream.range(0, all).boxed().toList());
        if (wanted == all) {
            return order;
        }
        int epochsPerCycle = all / wanted;
        int cycle = (epoch - 1) / epochsPerCycle;
        int from = (epoch - 1) % epochsPerCycle * wanted;
        order.sort(Comparator.comparingLong(batch -> Seeds.of(seed, "mix", cycle, part, batch)));
        return order.subList(from, from + wanted);
    }
}
