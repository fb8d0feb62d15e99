package org.dengbej.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
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

    /** Puts a folder that is complete and synced where it belongs. */
    interface Placement {
        void put(Path partial) throws IOException;
    }

    /** Of a folder that is being replaced: an id and its own name follow. */
    static final String REPLACED = ".replaced-";

    /** No id holds it. */
    static final String SEPARATOR = "_";

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
        write(target, "", partial -> guard.run(() -> replace(partial, target)), writer);
    }

    /** {@code maker}: named in the folder's list; may be empty. */
    static void write(Path target, String maker, Placement placement, PathWriter writer) throws IOException {
        Path partial = AtomicFile.partialBeside(target);
        try {
            Files.createDirectories(partial);
            writer.write(partial);
            Checksums.write(partial, maker);
            Durability.syncTree(partial);
            placement.put(partial);
        } catch (IOException | UncheckedIOException e) {
            throw AtomicFile.cannotBeWritten(target, e);
        } finally {
            delete(partial);
        }
    }

    /** Puts a folder in another's place. A crash in between leaves the other beside it, to be put back by {@link #deleteLeftovers}. */
    static void replace(Path partial, Path target) throws IOException {
        if (Files.exists(target)) {
            Path replaced = target.resolveSibling(REPLACED + UUID.randomUUID() + SEPARATOR + target.getFileName());
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
            Durability.sync(partial.getParent());
            delete(replaced);
        } else {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            Durability.sync(partial.getParent());
        }
    }

    /**
     * Deletes the partial files and folders that a killed process left in a folder. A folder that it was about to replace is put back
     * where its successor is missing.
     */
    public static void deleteLeftovers(Path parent) throws IOException {
        for (Path partial : children(parent, AtomicFile.PARTIAL)) {
            delete(partial);
        }
        for (Path replaced : children(parent, REPLACED)) {
            String name = replaced.getFileName().toString();
            Path target = parent.resolve(name.substring(name.indexOf(SEPARATOR) + SEPARATOR.length()));
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                delete(replaced);
            } else {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static List<Path> children(Path parent, String prefix) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /** Deletes a folder with all that it holds; links are deleted, not followed. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            PathUtils.delete(folder);
        }
    }
}
