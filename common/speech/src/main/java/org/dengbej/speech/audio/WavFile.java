package org.dengbej.speech.audio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Writes WAV files of one channel and 16 bits. */
public final class WavFile {

    private static final int BITS = 16;

    private WavFile() {}

    /** A whole file. */
    public static byte[] encode(Audio audio) {
        return encode(audio.pcm16(), audio.sampleRateHz());
    }

    private static byte[] encode(short[] pcm, int sampleRateHz) {
        ByteBuffer bytes = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        AudioFormat format = new AudioFormat(sampleRateHz, BITS, 1, true, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, pcm.length)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written
        }
        return out.toByteArray();
    }

    /** Writes the file, replacing one that is there. */
    public static void write(Path file, Audio audio) throws IOException {
        Files.write(file, encode(audio));
    }

    /** The same of samples that are rounded already. */
    public static void write(Path file, short[] pcm, int sampleRateHz) throws IOException {
        Files.write(file, encode(pcm, sampleRateHz));
    }
}
