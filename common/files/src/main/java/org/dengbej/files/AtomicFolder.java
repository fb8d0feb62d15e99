package org.dengbej.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * A folder that is written beside its place, listed in {@value Checksums#FILE}, synced, and renamed into it: whoever looks sees all
 * of it or what was there before.
 */
public final class AtomicFolder {

    /** The change of a folder's place, which may have to be made under a lock. */
    @FunctionalInterface
    public interface Replacement {
        void run() throws IOException;
    }

    /** Runs a replacement, e.g. while it holds a lock; or refuses to. */
    @FunctionalInterface
    public interface Guard {
        void run(Replacement replacement) throws IOException;
    }

    private AtomicFolder() {}

    /**
     * Puts a folder in its place; one that is there already is replaced with all that it holds.
     *
     * @throws IOException when it cannot be written, e.g. on a full disk; what was there is there still
     */
    public static void write(Path target, PathWriter writer) throws IOException {
        write(target, Replacement::run, writer);
    }

    /**
     * Puts a folder in its place, in the moment that a guard allows.
     *
     * @param guard what it throws ends the writing, and what was there is there still
     * @throws IOException when it cannot be written, e.g. on a full disk; what was there is there still
     */
    public static void write(Path target, Guard guard, PathWriter writer) throws IOException {
        write(target, "", guard, writer);
    }

    /** {@code maker}: named in the folder's list; may be empty. */
    static void write(Path target, String maker, Guard guard, PathWriter writer) throws IOException {
        Path partial = AtomicFile.partialBeside(target);
        try {
            Files.createDirectories(partial);
            writer.write(partial);
            Checksums.write(partial, maker);
            Durability.syncTree(partial);
            guard.run(() -> replace(partial, target));
            Durability.sync(partial.getParent());
        } catch (IOException | UncheckedIOException e) {
            throw AtomicFile.cannotBeWritten(target, e);
        } finally {
            delete(partial);
        }
    }

    private static void replace(Path partial, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = AtomicFile.partialBeside(target);
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Deletes the partial files and folders that a killed process left in a folder. */
    public static void deleteLeftovers(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> partial = children.filter(
                            child -> child.getFileName().toString().startsWith(AtomicFile.PARTIAL))
                    .toList();
            for (Path leftover : partial) {
                delete(leftover);
            }
        }
    }

    /** Deletes a folder with all that it holds; links are deleted, not followed. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            PathUtils.delete(folder);
        }
    }
}
