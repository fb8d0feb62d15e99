package org.dengbej.prep.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A folder from outside: names in its tables may point anywhere, and only files that lie in it are read. */
record SourceFolder(Path path) {

    SourceFolder {
        path = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new UnusableSourceException("[%s] expected a folder, found %s"
                    .formatted(path, Files.exists(path) ? "a file" : "nothing; is it mounted here?"));
        }
    }

    /** A file that must be there. */
    Path required(String name, String layout) {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new UnusableSourceException(
                    "[%s] a data set of layout %s has this file; found none".formatted(file, layout));
        }
        return file;
    }

    /** The sound in a file whose name comes from outside. */
    Recording.Sound sound(String name) {
        return maxBytes -> {
            Path file = inside(name);
            if (!Files.isRegularFile(file)) {
                throw new IOException("no file " + name);
            }
            if (Files.size(file) > maxBytes) {
                throw new IOException(
                        "%s has %d bytes, at most %d are taken".formatted(name, Files.size(file), maxBytes));
            }
            return Files.readAllBytes(file);
        };
    }

    private Path inside(String name) throws IOException {
        try {
            Path file = path.resolve(name).normalize();
            boolean links = Files.exists(file) && !file.toRealPath().startsWith(path.toRealPath());
            if (!file.startsWith(path) || links) {
                throw new IOException(name + " lies outside the data set's folder");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new IOException("no file name: " + e.getMessage(), e);
        }
    }
}
