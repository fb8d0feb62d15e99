package org.dengbej.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that a command fills. What the command made itself (listed in {@value Checksums#FILE}, unchanged since) may be made anew;
 * anything else in it is somebody's, and the folder is refused unless the user said that it may be overwritten. Even then only files
 * of the names that are written are replaced.
 *
 * @param path      absolute and normalised
 * @param overwrite whether the user said so
 */
public record OutputFolder(Path path, boolean overwrite) {

    private static final int MAX_NAMED = 3;

    public OutputFolder {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Looks at the folder before any work is done.
     *
     * @param inputs what the work reads: the output may neither be one of them, nor lie in one, nor hold one
     * @throws OutputFolderException when it must not be written to
     */
    public void check(Path... inputs) throws IOException {
        for (Path input : inputs) {
            checkApart(input);
        }
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new OutputFolderException(
                    "[%s] expected a folder to write to, found a file; choose another".formatted(path));
        }
        List<Path> foreign = overwrite ? List.of() : Checksums.foreign(path);
        if (!foreign.isEmpty()) {
            throw new OutputFolderException(
                    "[%s] expected a new or empty folder, found %d files that this command did not make or that changed since: %s%s; choose another folder, or say --overwrite"
                            .formatted(
                                    path,
                                    foreign.size(),
                                    foreign.stream()
                                            .limit(MAX_NAMED)
                                            .map(file -> path.relativize(file).toString())
                                            .collect(Collectors.joining(", ")),
                                    foreign.size() > MAX_NAMED ? ", ..." : ""));
        }
    }

    private void checkApart(Path input) throws IOException {
        Path read = real(input);
        Path written = real(path);
        if (written.startsWith(read) || read.startsWith(written)) {
            throw new OutputFolderException(
                    "[%s] the output must lie apart from what is read, [%s], of which nothing may be overwritten; choose another folder"
                            .formatted(path, input));
        }
    }

    /** Links resolved as far as the path exists. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }

    /**
     * Fills the folder, whole or not at all.
     *
     * @throws IOException           when it cannot be written; what was there is there still
     * @throws OutputFolderException when somebody put something there since it was checked
     */
    public void write(PathWriter writer) throws IOException {
        check();
        if (Files.exists(path) && !Checksums.foreign(path).isEmpty()) {
            Path made = AtomicFile.partialBeside(path);
            try {
                AtomicFolder.write(made, writer);
                merge(made);
            } finally {
                AtomicFolder.delete(made);
            }
        } else {
            AtomicFolder.write(path, writer);
        }
    }

    /** Moves each file over its namesake; what has no namesake stays. */
    private void merge(Path made) throws IOException {
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = path.resolve(made.relativize(file));
                Files.createDirectories(target.getParent());
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durability.syncTree(path);
    }
}
