package org.dengbej.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
     * @throws IOException           when it cannot be looked at, e.g. for a lack of permissions
     * @throws OutputFolderException when it must not, or cannot be written to
     */
    public void check(Path... inputs) throws IOException {
        checkApart(inputs);
        try {
            checkPlace();
            List<Path> foreign = overwrite ? List.of() : foreign();
            if (!foreign.isEmpty()) {
                throw occupied(foreign);
            }
        } catch (IOException | UncheckedIOException e) {
            throw AtomicFile.cannotBeWritten(path, e);
        }
    }

    /**
     * Looks only at where the folder lies, e.g. when more is known of what the work reads.
     *
     * @param inputs what the work reads: the output may neither be one of them, nor lie in one, nor hold one
     * @throws OutputFolderException when it does
     */
    public void checkApart(Path... inputs) throws IOException {
        Path written = real(path);
        for (Path input : inputs) {
            Path read = real(input);
            if (contains(read, written) || contains(written, read)) {
                throw new OutputFolderException(
                        "[%s] the output must lie apart from what is read, [%s], of which nothing may be overwritten; choose another folder"
                                .formatted(path, input));
            }
        }
    }

    /** Whether a path lies in a folder or is it, by whatever links and mounts. */
    private static boolean contains(Path folder, Path path) throws IOException {
        for (Path ancestor = path; ancestor != null; ancestor = ancestor.getParent()) {
            if (ancestor.equals(folder)
                    || Files.exists(ancestor) && Files.exists(folder) && Files.isSameFile(ancestor, folder)) {
                return true;
            }
        }
        return false;
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

    /** What can be known of the place without reading any file. */
    private void checkPlace() throws IOException {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new OutputFolderException(
                    "[%s] expected a folder to write to, found a link to [%s], which is missing; make that folder, or choose another"
                            .formatted(path, Files.readSymbolicLink(path)));
        }
        Path folder = real(path);
        if (Files.exists(folder)) {
            checkFolder(folder);
        }
        checkWritable(folder.getParent());
    }

    private void checkFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new OutputFolderException(
                    "[%s] expected a folder to write to, found a file; choose another".formatted(path));
        }
        if (folder.getParent() == null || !Files.getFileStore(folder).equals(Files.getFileStore(folder.getParent()))) {
            throw new OutputFolderException(
                    "[%s] expected a folder that can be replaced as a whole, found the root of a file system; choose a folder in it"
                            .formatted(path));
        }
        if (overwrite) {
            checkLinks(folder);
        }
    }

    /** A file is never written through a link, which may lead to what is read or to anybody's. */
    private void checkLinks(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> link = files.filter(file -> Files.isSymbolicLink(file) && Files.isDirectory(file))
                    .findFirst();
            if (link.isPresent()) {
                throw new OutputFolderException(
                        "[%s] expected a folder of files and folders, found a link to a folder: %s; choose another folder, or remove the link"
                                .formatted(path, folder.relativize(link.get())));
            }
        }
    }

    /** Asks the file system itself: what permissions say holds neither for the superuser nor for a disk without room. */
    private void checkWritable(Path parent) throws IOException {
        Path existing = parent;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            Files.delete(Files.createTempDirectory(existing, AtomicFile.PARTIAL));
        } catch (IOException e) {
            throw new OutputFolderException(
                    "[%s] expected a place to write to, but in [%s] no folder can be made: %s; choose another folder"
                            .formatted(path, existing, AtomicFile.reason(e)));
        }
    }

    private OutputFolderException occupied(List<Path> foreign) throws IOException {
        Path folder = real(path);
        return new OutputFolderException(
                "[%s] expected a new or empty folder, found %d files that this command did not make or that changed since: %s%s; choose another folder, or say --overwrite"
                        .formatted(
                                path,
                                foreign.size(),
                                foreign.stream()
                                        .limit(MAX_NAMED)
                                        .map(file -> folder.relativize(file).toString())
                                        .collect(Collectors.joining(", ")),
                                foreign.size() > MAX_NAMED ? ", ..." : ""));
    }

    /** What in the folder is not this command's: all of it where another made it, else what was added or changed. */
    private List<Path> foreign() throws IOException {
        Path folder = real(path);
        if (!Files.exists(folder)) {
            return List.of();
        }
        if (Checksums.madeBy(maker, folder)) {
            return Checksums.unlisted(folder);
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    /**
     * Fills the folder, whole or not at all; where somebody's files are in it that may be overwritten, each of them. The folder is
     * looked at when everything is written, so that it is {@link #check} that spares the work.
     *
     * @throws IOException           when it cannot be written; what was there is there still
     * @throws OutputFolderException when somebody put something there since it was checked
     */
    public void write(PathWriter writer) throws IOException {
        checkPlace();
        Path folder = real(path);
        AtomicFolder.write(folder, maker, partial -> put(partial, folder), writer);
    }

    private void put(Path made, Path folder) throws IOException {
        List<Path> foreign = foreign();
        if (foreign.isEmpty()) {
            AtomicFolder.replace(made, folder);
        } else if (overwrite) {
            merge(made, folder);
        } else {
            throw occupied(foreign);
        }
    }

    /** Moves each file over its namesake, the list last; what has no namesake stays. */
    private void merge(Path made, Path folder) throws IOException {
        checkLinks(folder);
        Path list = made.resolve(Checksums.FILE);
        List<Path> files = new ArrayList<>(Checksums.files(made));
        files.add(list);
        for (Path file : files) {
            checkNamesake(made.relativize(file), folder);
        }
        Set<Path> folders = new HashSet<>(Set.of(folder));
        for (Path file : files) {
            Path target = folder.resolve(made.relativize(file));
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            folders.add(target.getParent());
        }
        Durability.syncAll(folders);
    }

    /** A file takes the place of a file alone, and nothing of a folder that it lies in. */
    private void checkNamesake(Path name, Path folder) {
        for (Path part = name; part != null; part = part.getParent()) {
            Path there = folder.resolve(part);
            boolean folderExpected = !part.equals(name);
            if (Files.exists(there, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(there) != folderExpected) {
                throw new OutputFolderException("[%s] expected %s, found %s; move it away, or choose another folder"
                        .formatted(
                                there, folderExpected ? "a folder" : "a file", folderExpected ? "a file" : "a folder"));
            }
        }
    }
}
