package org.dengbej.prep.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dengbej.files.GitLfs;

/**
 * A folder or file from outside that holds recordings.
 *
 * @param path absolute and normalised
 */
record Source(Path path) {

    private static final int MAX_DEPTH = 16;

    Source {
        path = path.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new UnusableSourceException(
                    "[%s] expected a folder, found nothing; is it mounted here?".formatted(path));
        }
    }

    boolean isFile() {
        return Files.isRegularFile(path);
    }

    /** The folder itself, or that of the file. */
    Path folder() {
        return isFile() ? path.getParent() : path;
    }

    /** A child of the folder, whether it is there or not. */
    Path child(String name) {
        return folder().resolve(name);
    }

    /** The path of a file from the folder on. */
    String relative(Path file) {
        return folder().relativize(file).toString();
    }

    /**
     * Refuses a file that has nothing in it to read.
     *
     * @throws UnusableSourceException when it is empty, or a pointer of Git LFS
     */
    static void requireContent(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] beginning = in.readNBytes(GitLfs.BEGINNING_BYTES);
            if (beginning.length == 0) {
                throw new UnusableSourceException(
                        "[%s] expected a data set, found an empty file; copy or download it again".formatted(file));
            }
            if (GitLfs.isPointer(beginning)) {
                throw new UnusableSourceException(
                        "[%s] expected a data set, found a pointer of Git LFS; fetch it with git lfs pull"
                                .formatted(file));
            }
        } catch (IOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The name of a file in lower case. */
    static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    static boolean hasExtension(Path file, String... extensions) {
        String name = name(file);
        return Stream.of(extensions).anyMatch(extension -> name.endsWith("." + extension));
    }

    /** The file itself, or the files of the folder and below that a condition holds for, in the order of their paths. */
    List<Path> files(Predicate<Path> condition) {
        return isFile() ? Stream.of(path).filter(condition).toList() : walk(path, MAX_DEPTH, condition);
    }

    /** The same, of the folder alone. */
    List<Path> children(Predicate<Path> condition) {
        return isFile() ? Stream.of(path).filter(condition).toList() : walk(path, 1, condition);
    }

    /** Links are followed, as the cache of a model hub consists of them. Hidden files are nobody's recordings. */
    static List<Path> walk(Path folder, int depth, Predicate<Path> condition) {
        try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> !folder.relativize(file).toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .filter(condition)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UnusableSourceException(
                    "[%s] cannot be read: %s; is it mounted here?".formatted(folder, e.getMessage()), e);
        }
    }

    /** The first entries of the folder, for a message. */
    String contents() {
        try (Stream<Path> children = Files.list(folder())) {
            List<String> names = children.filter(
                            child -> !child.getFileName().toString().startsWith("."))
                    .map(child -> Files.isDirectory(child)
                            ? child.getFileName() + "/"
                            : child.getFileName().toString())
                    .sorted()
                    .toList();
            int shown = Math.min(names.size(), 12);
            return names.isEmpty()
                    ? "an empty folder"
                    : String.join(", ", names.subList(0, shown))
                            + (names.size() > shown ? " and %d more".formatted(names.size() - shown) : "");
        } catch (IOException e) {
            return "a folder that cannot be listed: " + e.getMessage();
        }
    }
}
