package org.dengbej.trainer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that is written beside its place, synced, and renamed into it: whoever looks sees all of it or nothing. */
final class AtomicFolder {

    private static final String PARTIAL = ".partial-";

    interface Writing {
        void into(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /**
     * Puts the folder in its place; one that is there already is replaced.
     *
     * @throws IOException         when it cannot be written, e.g. on a full disk; what was there is there still
     * @throws FencedException when a later attempt has claimed the place
     */
    static void write(Path target, FencedFolderLock claim, Writing writing) throws IOException {
        Path partial = target.resolveSibling(PARTIAL + UUID.randomUUID());
        try {
            Files.createDirectories(partial);
            writing.into(partial);
            Checksums.write(partial);
            syncAll(partial);
            claim.exclusively(() -> replace(partial, target));
            sync(target.toAbsolutePath().getParent());
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new IOException("[%s] cannot be written: %s".formatted(target, cause.getMessage()), e);
        } finally {
            delete(partial);
        }
    }

    private static void replace(Path partial, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = target.resolveSibling(PARTIAL + UUID.randomUUID());
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void syncAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                sync(file);
            }
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes what a killed process left behind. */
    static void deletePartial(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> partial = children.filter(
                            child -> child.getFileName().toString().startsWith(PARTIAL))
                    .toList();
            for (Path folder : partial) {
                delete(folder);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
