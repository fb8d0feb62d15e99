package org.dengbej.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * One attempt's right to change a job's folders. A new attempt claims them, and from then on nobody who did so before can change
 * anything, however long he was stopped between a question and the deed: the claim is looked at and the change made under one lock of
 * the operating system, which a process that dies gives back. (One that is stopped in that very moment holds the others up until it
 * is thawed or dies.)
 */
final class FencedFolderLock {

    /** As long as every other, so that another claim needs no room on a full disk. */
    private static final int BYTES = 36;

    interface Change {
        void make() throws IOException;
    }

    private final Path file;
    private final String attempt = UUID.randomUUID().toString();

    private FencedFolderLock(Path file) {
        this.file = file;
    }

    /** Claims a job's folders for a new attempt, in a file {@code .attempt-JOB} of {@code folder}. */
    static FencedFolderLock of(Path folder, String job) throws IOException {
        Files.createDirectories(folder);
        FencedFolderLock claim = new FencedFolderLock(folder.resolve(".attempt-" + job));
        locked(claim.file, claim::write);
        return claim;
    }

    private void write(FileChannel channel) throws IOException {
        try {
            channel.write(ByteBuffer.wrap(attempt.getBytes(US_ASCII)), 0);
            channel.force(true);
        } catch (IOException e) {
            throw new IOException("[%s] cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Changes something, while no other attempt can begin.
     *
     * @throws FencedException when one has begun; nothing is changed then
     */
    void exclusively(Change change) throws IOException {
        locked(file, channel -> {
            if (!holder(channel).equals(attempt)) {
                throw new FencedException("[%s] a later attempt at this job has begun".formatted(file));
            }
            change.make();
        });
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        int read = channel.read(bytes, 0);
        return new String(bytes.array(), 0, Math.max(0, read), US_ASCII);
    }

    private interface Locked {
        void on(FileChannel channel) throws IOException;
    }

    private static FileLock lock(Path file, FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (IOException e) {
            throw new IOException(
                    "[%s] cannot be locked: %s; checkpoints need a file system that has locks, e.g. NFS 4"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** The lock is the process's, so that its threads must take turns besides. */
    private static void locked(Path file, Locked action) throws IOException {
        synchronized (FencedFolderLock.class) {
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = lock(file, channel)) {
                action.on(channel);
            }
        }
    }
}
