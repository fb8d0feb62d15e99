package org.dengbej.vits.torchfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A zip archive whose entries are stored as they are, which is how PyTorch writes its checkpoints.
 *
 * <p>Entries are views of the archive's bytes: nothing is unpacked, so nothing can grow. (The JDK's reader does not tell where an
 * entry lies, and gives copies.) Only what the classic directory can say is understood: fewer than 65535 entries, one part. See
 * PKWARE's APPNOTE.TXT, section 4.3.
 */
final class StoredZip {

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xffff;
    private static final int TOO_MANY = 0xffff;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;

    private final ByteBuffer archive;

    /** The offset of the central directory; the entries lie before it. */
    private long directory;

    private StoredZip(ByteBuffer archive) {
        this.archive = archive.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The entries by name, in the order of the directory; little-endian, position 0.
     *
     * @throws InvalidTorchFileException naming the entry and what is wrong with it
     */
    static Map<String, ByteBuffer> entries(ByteBuffer archive) {
        return new StoredZip(archive).entries();
    }

    private Map<String, ByteBuffer> entries() {
        int end = end();
        int count = u16(end + 10);
        long size = u32(end + 12);
        directory = u32(end + 16);
        if (u16(end + 4) != 0 || u16(end + 8) != count || count == TOO_MANY) {
            throw new InvalidTorchFileException(
                    "expected a zip archive in one part with fewer than %d entries, found %d of %d"
                            .formatted(TOO_MANY, u16(end + 8), count));
        }
        if (directory + size > end) {
            throw new InvalidTorchFileException("the zip directory claims bytes %d to %d, it must end before byte %d"
                    .formatted(directory, directory + size, end));
        }
        Map<String, ByteBuffer> entries = new LinkedHashMap<>();
        int at = (int) directory;
        int limit = (int) (directory + size);
        for (int i = 0; i < count; i++) {
            at = entry(at, limit, entries);
        }
        return entries;
    }

    private int end() {
        int lowest = Math.max(0, archive.limit() - END_BYTES - MAX_COMMENT_BYTES);
        for (int at = archive.limit() - END_BYTES; at >= lowest; at--) {
            if (archive.getInt(at) == END_SIGNATURE && at + END_BYTES + u16(at + 20) == archive.limit()) {
                return at;
            }
        }
        throw new InvalidTorchFileException(
                archive.limit() >= 4 && archive.getInt(0) == LOCAL_SIGNATURE
                        ? "expected a zip directory at the end, found none in %d bytes; is the file complete?"
                                .formatted(archive.limit())
                        : "expected a zip archive, as torch.save has written since PyTorch 1.6, found something else");
    }

    /** Reads one entry of the directory; the next one is where it ends. */
    private int entry(int at, int limit, Map<String, ByteBuffer> entries) {
        if (limit - at < DIRECTORY_BYTES || archive.getInt(at) != DIRECTORY_SIGNATURE) {
            throw new InvalidTorchFileException("expected an entry of the zip directory at byte %d, found none of %d"
                    .formatted(at, entries.size() + 1));
        }
        int nameBytes = u16(at + 28);
        int next = at + DIRECTORY_BYTES + nameBytes + u16(at + 30) + u16(at + 32);
        if (next > limit) {
            throw new InvalidTorchFileException(
                    "an entry of the zip directory claims to end at byte %d, the directory ends at %d"
                            .formatted(next, limit));
        }
        String name = text(at + DIRECTORY_BYTES, nameBytes);
        int method = u16(at + 10);
        long size = u32(at + 24);
        if (method != STORED || u32(at + 20) != size || (u16(at + 8) & ENCRYPTED) != 0) {
            throw new InvalidTorchFileException(
                    "zip entry '%s' must be stored as it is, as torch.save does it, found method %d, flags 0x%x, %d bytes for %d"
                            .formatted(Shown.of(name), method, u16(at + 8), u32(at + 20), size));
        }
        if (entries.put(name, data(name, u32(at + 42), size)) != null) {
            throw new InvalidTorchFileException("zip entry '%s' is there twice".formatted(Shown.of(name)));
        }
        return next;
    }

    private ByteBuffer data(String name, long header, long size) {
        if (header + LOCAL_BYTES > directory || archive.getInt((int) header) != LOCAL_SIGNATURE) {
            throw new InvalidTorchFileException(
                    "zip entry '%s' must begin at byte %d, found no entry there".formatted(Shown.of(name), header));
        }
        long begin = header + LOCAL_BYTES + u16((int) header + 26) + u16((int) header + 28);
        if (begin + size > directory) {
            throw new InvalidTorchFileException("zip entry '%s' claims bytes %d to %d, the entries end at byte %d"
                    .formatted(Shown.of(name), begin, begin + size, directory));
        }
        return archive.slice((int) begin, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String text(int at, int length) {
        byte[] bytes = new byte[length];
        archive.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int u16(int at) {
        return archive.getShort(at) & 0xffff;
    }

    private long u32(int at) {
        return archive.getInt(at) & 0xffffffffL;
    }
}
