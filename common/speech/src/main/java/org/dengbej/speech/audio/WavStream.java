package org.dengbej.speech.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAV file of one channel and 16 bits that is written piece by piece, so that speech of any length takes the memory of a sentence. The
 * header's sizes are filled in when it is closed.
 */
public final class WavStream implements AutoCloseable {

    private static final int HEADER_BYTES = 44;
    private static final int PCM = 1;
    private static final int BITS = 16;
    private static final long MAX_BYTES = 0xFFFF_FFFFL - HEADER_BYTES;

    private final Path file;
    private final FileChannel channel;
    private int sampleRateHz;
    private long dataBytes;

    private WavStream(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins a file, replacing one that is there. */
    public static WavStream create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channel.position(HEADER_BYTES);
        return new WavStream(file, channel);
    }

    /**
     * Adds sound.
     *
     * @throws IllegalArgumentException when its rate is not that of the sound before
     * @throws IOException              when it cannot be written, or the file would be larger than WAV allows (4 GiB)
     */
    public void write(Audio audio) throws IOException {
        if (sampleRateHz != 0 && audio.sampleRateHz() != sampleRateHz) {
            throw new IllegalArgumentException("[%s] expected sound of %d Hz as before, found %d Hz"
                    .formatted(file, sampleRateHz, audio.sampleRateHz()));
        }
        sampleRateHz = audio.sampleRateHz();
        short[] pcm = audio.pcm16();
        if (dataBytes + (long) pcm.length * Short.BYTES > MAX_BYTES) {
            throw new IOException("[%s] expected at most 4 GiB of sound; split the text".formatted(file));
        }
        ByteBuffer bytes = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        writeAll(bytes);
        dataBytes += (long) pcm.length * Short.BYTES;
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            header.put(ascii("RIFF"))
                    .putInt((int) (HEADER_BYTES - 8 + dataBytes))
                    .put(ascii("WAVE"));
            header.put(ascii("fmt ")).putInt(16).putShort((short) PCM).putShort((short) 1);
            header.putInt(sampleRateHz).putInt(sampleRateHz * Short.BYTES);
            header.putShort((short) Short.BYTES).putShort((short) BITS);
            header.put(ascii("data")).putInt((int) dataBytes).flip();
            channel.position(0);
            writeAll(header);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
