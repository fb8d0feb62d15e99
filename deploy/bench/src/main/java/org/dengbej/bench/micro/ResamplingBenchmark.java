package org.dengbej.bench.micro;

import java.util.concurrent.TimeUnit;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.audio.WavFile;
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

/** Three seconds of sound to 16 kHz, from a WAV file in memory, where decoding is next to nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResamplingBenchmark {

    private static final int SECONDS = 3;
    private static final int TO_HZ = 16_000;
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 2 * SECONDS);

    /** 16000: no resampling, for what the rest costs. */
    @Param({"16000", "22050", "44100", "48000"})
    int fromHz;

    private byte[] file;

    @Setup
    public void setUp() {
        float[] samples = new float[SECONDS * fromHz];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / fromHz));
        }
        file = WavFile.encode(new Audio(samples, fromHz));
    }

    @Benchmark
    public Audio resample() throws UnreadableAudioException {
        return AudioDecoder.decode(file, TO_HZ, LIMITS);
    }
}
