package org.dengbej.prep.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Decoded sound put aside in a file: a data set's hours do not fit into memory, and batches are made when all lengths are known. */
final class PcmSpool implements AutoCloseable {

    /** Where a sound lies. */
    record Place(long byteOffset, int samples) {}

    private final FileChannel file;
    private long end;

    PcmSpool() {
        try {
            Path path = Files.createTempFile("dengbej-pcm-", ".spool");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file can be made", e);
        }
    }

    Place add(short[] pcm) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(pcm);
            Place place = new Place(end, pcm.length);
            while (bytes.hasRemaining()) {
                end += file.write(bytes, end);
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException("decoded sound cannot be put aside: " + e.getMessage(), e);
        }
    }

    short[] read(Place place) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(place.samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place.byteOffset + bytes.position()) < 0) {
                    throw new IOException("the file ends early");
                }
            }
            short[] pcm = new short[place.samples];
            bytes.flip().asShortBuffer().get(pcm);
            return pcm;
        } catch (IOException e) {
            throw new UncheckedIOException("decoded sound cannot be read back: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
