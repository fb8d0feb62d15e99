package org.dengbej.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A batch of four utterances of three seconds, 375 KiB, to bytes and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchCodecBenchmark {

    private PreparedBatch batch;
    private byte[] blob;

    @Setup
    public void setUp() {
        List<PreparedUtterance> utterances = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            utterances.add(new PreparedUtterance("utterance-" + i, new long[81], new short[48_000], 1));
        }
        batch = new PreparedBatch("bench", 0, 16_000, utterances);
        blob = PreparedBatchCodec.write(batch);
    }

    @Benchmark
    public byte[] write() {
        return PreparedBatchCodec.write(batch);
    }

    @Benchmark
    public PreparedBatch read() {
        return PreparedBatchCodec.read(blob);
    }
}
