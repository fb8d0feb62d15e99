package org.dengbej.prep.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.audio.WavFile;

/** Sounds of speech for tests: clips of the sample data. */
final class Sounds {

    private static final Path CLIPS = Path.of("../deploy/sample-data/clips");
    private static final int CLIP_COUNT = 90;
    private static final int RATE_HZ = 16_000;

    private static final Map<Integer, byte[]> SPEECH = new ConcurrentHashMap<>();

    private Sounds() {}

    static byte[] mp3(int number) {
        try {
            return Files.readAllBytes(CLIPS.resolve("kmr_%04d.mp3".formatted(1 + number % CLIP_COUNT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two clips as WAV, some four seconds. */
    static byte[] speech(int number) {
        return SPEECH.computeIfAbsent(number, Sounds::twoClips);
    }

    private static byte[] twoClips(int number) {
        float[] first = samples(2 * number);
        float[] second = samples(2 * number + 1);
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return WavFile.encode(new Audio(both, RATE_HZ));
    }

    private static float[] samples(int number) {
        try {
            return AudioDecoder.decode(mp3(number), RATE_HZ, new DecodeLimits(1 << 20, 20))
                    .samples();
        } catch (UnreadableAudioException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A literal of DuckDB with the bytes of a sound. */
    static String blob(int number) {
        StringBuilder literal = new StringBuilder("'");
        String hex = HexFormat.of().withUpperCase().formatHex(mp3(number));
        IntStream.range(0, hex.length() / 2).forEach(i -> literal.append("\\x").append(hex, 2 * i, 2 * i + 2));
        return literal.append("'::BLOB").toString();
    }

    static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
