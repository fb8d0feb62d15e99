package org.dengbej.bench.micro;

import java.util.Arrays;
import java.util.Random;
import org.dengbej.vits.MonotonicAlignmentSearch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Alignment of a batch of four; the likelihoods are copied first, since the search overwrites them. */
public class MonotonicAlignmentSearchBenchmark extends TimedBenchmark {

    private static final int ITEMS = 4;

    /** Of each item; 188 are three seconds. */
    @Param({"188", "938"})
    int frames;

    private int tokens;
    private float[] logLikelihoods;
    private int[] frameCounts;
    private int[] tokenCounts;

    @Setup
    public void setUp() {
        tokens = frames / 2;
        logLikelihoods = new float[ITEMS * frames * tokens];
        Random random = new Random(1);
        for (int i = 0; i < logLikelihoods.length; i++) {
            logLikelihoods[i] = -random.nextFloat() * 1000;
        }
        frameCounts = new int[ITEMS];
        tokenCounts = new int[ITEMS];
        Arrays.fill(frameCounts, frames);
        Arrays.fill(tokenCounts, tokens);
    }

    @Benchmark
    public float[][] search() {
        return MonotonicAlignmentSearch.durations(logLikelihoods.clone(), frames, tokens, frameCounts, tokenCounts);
    }
}
