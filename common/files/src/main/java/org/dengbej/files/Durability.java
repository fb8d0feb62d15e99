package org.dengbej.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The {@code fsync} of files and folders: a rename counts after a crash only when what it names and where it stands are synced. */
final class Durability {

    /** A file system's journal takes several waiting syncs in one write, so that many threads are ten times faster than one. */
    private static final int THREADS = 16;

    private Durability() {}

    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void syncTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            syncAll(files.toList());
        }
    }

    static void syncAll(Collection<Path> files) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())));
        try {
            List<Callable<Void>> syncs = new ArrayList<>();
            for (Path file : files) {
                syncs.add(() -> {
                    sync(file);
                    return null;
                });
            }
            for (Future<Void> synced : threads.invokeAll(syncs)) {
                synced.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were synced");
        } finally {
            threads.shutdownNow();
        }
    }
}
