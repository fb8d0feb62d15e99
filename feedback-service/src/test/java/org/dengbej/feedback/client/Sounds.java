package org.dengbej.feedback.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Malicious and damaged sound files. */
public final class Sounds {

    private static final Path SPEECH = Path.of("../common/speech/src/test/resources/audio");

    private Sounds() {}

    /** A small valid file. */
    public static byte[] file(String name) {
        try {
            return Files.readAllBytes(SPEECH.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An hour of silence in 20 KB. */
    public static byte[] hourOfFlac() {
        return file("hour-of-silence.flac");
    }

    /** An hour of silence in 91 KB. */
    public static byte[] hourOfOpus() {
        try (InputStream in = new GZIPInputStream(Sounds.class.getResourceAsStream("/audio/hour.opus.gz"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A WAV file with an arbitrary header and a second of bytes that may be 16-bit samples. */
    public static byte[] wav(int channels, int rateHz, int bits, int dataBytes) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 32_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF"))
                .putInt(dataBytes + 36)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1);
        wav.putShort((short) channels).putInt(rateHz).putInt(rateHz * channels * bits / 8);
        wav.putShort((short) (channels * bits / 8))
                .putShort((short) bits)
                .put(ascii("data"))
                .putInt(dataBytes);
        return wav.array();
    }

    /** An MP4 whose table states this number of samples. */
    public static byte[] mp4WithSamples(String table, int count) {
        byte[] mp4 = file("tone.m4a");
        int at = indexOf(mp4, ascii(table));
        int countAt = at + 4 + 4 + (table.equals("stsz") ? 4 : 0);
        ByteBuffer.wrap(mp4).putInt(countAt, count);
        return mp4;
    }

    /** A FLAC whose header states 2^36 - 1 samples. */
    public static byte[] flacWithSamples() {
        byte[] flac = file("stereo.flac");
        flac[21] |= 0x0f;
        Arrays.fill(flac, 22, 26, (byte) 0xff);
        return flac;
    }

    private static int indexOf(byte[] in, byte[] part) {
        for (int i = 0; i + part.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not found");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
