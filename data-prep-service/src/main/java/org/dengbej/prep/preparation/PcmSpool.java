package org.dengbej.prep.preparation;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A spool file of decoded sound: a data set's hours do not fit into memory, and batches are made when all lengths are known. */
final class PcmSpool implements AutoCloseable {

    private static final String ADVICE = "make room there (two bytes per sample: 115 MB for an hour at 16 kHz),"
            + " or set dengbej.data-prep.spool-dir to a folder on a larger disk, and send the request again";

    /** The extent of a sound in the file. */
    record Extent(long byteOffset, int samples) {}

    private final FileChannel file;
    private final Path folder;
    private long endBytes;

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
            throw new SpoolException("[%s] no spool file can be made: %s; %s".formatted(folder, e, ADVICE), e);
        }
    }

    Path folder() {
        return folder;
    }

    Extent add(short[] pcm) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(pcm);
            Extent extent = new Extent(endBytes, pcm.length);
            while (bytes.hasRemaining()) {
                endBytes += file.write(bytes, endBytes);
            }
            return extent;
        } catch (IOException e) {
            throw new SpoolException(
                    "[%s] decoded sound cannot be spooled: %s; %s".formatted(folder, e.getMessage(), ADVICE), e);
        }
    }

    short[] read(Extent extent) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(extent.samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, extent.byteOffset + bytes.position()) < 0) {
                    throw new IOException("the file ends early");
                }
            }
            short[] pcm = new short[extent.samples];
            bytes.flip().asShortBuffer().get(pcm);
            return pcm;
        } catch (IOException e) {
            throw new SpoolException(
                    "[%s] decoded sound cannot be read back: %s; send the request again"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            Log.warnf(e, "spool file not closed: folder=%s", folder);
        }
    }
}
