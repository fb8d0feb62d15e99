package org.dengbej.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that a command fills. What the same command made (listed in {@value Checksums#FILE} under its name, unchanged since) may be
 * made anew; anything else in it is somebody's, and the folder is refused unless the user said that it may be overwritten. Even then
 * only files of the names that are written are replaced.
 *
 * @param path      absolute and normalised; where it is a link, the folder that it names is filled
 * @param maker     the command, e.g. {@code prepare}; nothing that another one made is its own
 * @param overwrite whether the user said so
 */
public record OutputFolder(Path path, String maker, boolean overwrite) {

    private static final int MAX_NAMED = 3;

    public OutputFolder {
        path = path.toAbsolutePath().normalize();
        if (!maker.matches("[a-z-]+")) {
            throw new IllegalArgumentException("expected a command's name as maker, found '%s'".formatted(maker));
        }
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
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new OutputFolderException(
                    "[%s] expected a folder to write to, found a link to [%s], which is missing; make that folder, or choose another"
                            .formatted(path, Files.readSymbolicLink(path)));
        }
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new OutputFolderException(
                    "[%s] expected a folder to write to, found a file; choose another".formatted(path));
        }
        List<Path> foreign = overwrite ? List.of() : foreign();
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

    /** What in the folder is not this command's: all of it where another made it, else what was added or changed. */
    private List<Path> foreign() throws IOException {
        if (Checksums.madeBy(maker, path)) {
            return Checksums.unlisted(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.sorted().toList();
        }
    }

    /**
     * Fills the folder, whole or not at all; where somebody's files are in it that may be overwritten, each of them.
     *
     * @throws IOException           when it cannot be written; what was there is there still
     * @throws OutputFolderException when somebody put something there since it was checked
     */
    public void write(PathWriter writer) throws IOException {
        check();
        Path folder = real(path);
        if (Files.exists(folder) && !foreign().isEmpty()) {
            Path made = AtomicFile.partialBeside(folder);
            try {
                AtomicFolder.write(made, maker, AtomicFolder.Replacement::run, writer);
                merge(made, folder);
            } finally {
                AtomicFolder.delete(made);
            }
        } else {
            AtomicFolder.write(folder, maker, AtomicFolder.Replacement::run, writer);
        }
    }

    /** Moves each file over its namesake; what has no namesake stays. */
    private static void merge(Path made, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(made.relativize(file));
                Files.createDirectories(target.getParent());
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durability.syncTree(folder);
    }
}
