package org.dengbej.bench.micro;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dengbej.vits.AlignmentSearch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Alignment of a batch of four; the likelihoods are copied first, since the search overwrites them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AlignmentSearchBenchmark {

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
        return AlignmentSearch.durations(logLikelihoods.clone(), frames, tokens, frameCounts, tokenCounts);
    }
}
