package org.dengbej.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that is written beside its place, synced, and renamed into it: whoever looks sees all of it or what was there before. */
public final class AtomicFile {

    static final String PARTIAL = ".partial-";

    private AtomicFile() {}

    /**
     * Writes a file; one that is there already is replaced, also where it is being read or mapped.
     *
     * @throws IOException when it cannot be written, e.g. on a full disk; what was there is there still
     */
    public static void write(Path target, PathWriter writer) throws IOException {
        Path partial = partialBeside(target);
        try {
            Files.createDirectories(partial.getParent());
            writer.write(partial);
            place(partial, target);
        } catch (IOException | UncheckedIOException e) {
            throw cannotBeWritten(target, e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Writes a text in UTF-8. */
    public static void writeString(Path target, CharSequence text) throws IOException {
        write(target, partial -> Files.writeString(partial, text));
    }

    /**
     * Syncs a file or folder that is complete, and renames it into its place on the same file system.
     *
     * @throws IOException when it cannot be renamed, e.g. onto a folder that holds something
     */
    public static void place(Path complete, Path target) throws IOException {
        Durability.sync(complete);
        Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        Durability.sync(target.toAbsolutePath().getParent());
    }

    static Path partialBeside(Path target) {
        return target.toAbsolutePath().resolveSibling(PARTIAL + UUID.randomUUID());
    }

    static IOException cannotBeWritten(Path target, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        return new IOException("[%s] cannot be written: %s".formatted(target, reason(cause)), e);
    }

    /** The message of a {@link FileSystemException} is the file alone, where its type is the reason. */
    static String reason(Throwable cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() == null) {
            return failure instanceof AccessDeniedException
                    ? "permission denied"
                    : "%s %s".formatted(failure.getClass().getSimpleName(), failure.getFile());
        }
        return cause.getMessage();
    }
}
