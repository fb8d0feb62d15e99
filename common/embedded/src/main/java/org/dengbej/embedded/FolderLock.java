package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dengbej.files.AtomicFile;

/** A folder's exclusive use, which the operating system takes from a process that ends, however it ends. */
public final class FolderLock implements AutoCloseable {

    private static final String LOCK = ".lock";

    /** The holder's name, in a file of its own: who reads the lock's file, and closes it, gives up its process's locks. */
    private static final String HOLDER = ".holder";

    /** The folders that this process holds: for the same reason a second attempt must not even open the lock's file. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes a folder, which is made when there is none.
     *
     * @param holder in words, for whoever finds the folder held
     * @throws FolderHeldException naming the process that holds it
     */
    public static FolderLock acquire(Path folder, String holder) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            if (!HELD.add(real)) {
                throw new FolderHeldException(real, holderOf(real));
            }
            FileChannel channel = locked(real);
            if (channel == null) {
                HELD.remove(real);
                throw new FolderHeldException(real, holderOf(real));
            }
            AtomicFile.writeString(
                    real.resolve(HOLDER),
                    "process %d (%s)".formatted(ProcessHandle.current().pid(), holder));
            return new FolderLock(real, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be locked".formatted(folder), e);
        }
    }

    /** Null when another process holds the lock. */
    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return null;
        }
        return channel;
    }

    private static String holderOf(Path folder) throws IOException {
        try {
            return Files.readString(folder.resolve(HOLDER));
        } catch (NoSuchFileException e) {
            return "a process that took it this moment";
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve(HOLDER));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be unlocked".formatted(folder), e);
        } finally {
            HELD.remove(folder);
        }
    }
}
