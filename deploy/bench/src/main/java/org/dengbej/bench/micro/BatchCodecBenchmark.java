package org.dengbej.bench.micro;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A batch of four utterances of three seconds, 375 KiB, to bytes and back. */
public class BatchCodecBenchmark extends TimedBenchmark {

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
