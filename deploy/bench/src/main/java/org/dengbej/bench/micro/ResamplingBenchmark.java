package org.dengbej.bench.micro;

import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.audio.WavFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Three seconds of sound to 16 kHz, from a WAV file in memory, where decoding is next to nothing. */
public class ResamplingBenchmark extends TimedBenchmark {

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
