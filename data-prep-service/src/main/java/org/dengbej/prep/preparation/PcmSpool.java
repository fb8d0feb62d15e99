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

    private static final String ADVICE = "make room there (two bytes a sample: 115 MB for an hour at 16 kHz),"
            + " or set dengbej.data-prep.spool-dir to a folder on a larger disk, and send the request again";

    /** Where a sound lies. */
    record Place(long byteOffset, int samples) {}

    private final FileChannel file;
    private final Path folder;
    private long end;

    /** Over a file that is open already; {@code folder} is where it lies, for whoever must make room there. */
    PcmSpool(FileChannel file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /** In a file of its own, which is gone with it, however that ends. */
    static PcmSpool in(Path folder) {
        try {
            Path path = Files.createTempFile(Files.createDirectories(folder), "dengbej-pcm-", ".spool");
            return new PcmSpool(
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "[%s] no file for decoded sound can be made: %s; %s".formatted(folder, e, ADVICE), e);
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
            throw new UncheckedIOException(
                    "[%s] decoded sound cannot be put aside: %s; %s".formatted(folder, e.getMessage(), ADVICE), e);
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
            throw new UncheckedIOException(
                    "[%s] decoded sound cannot be read back: %s".formatted(folder, e.getMessage()), e);
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
