package org.dengbej.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A file that a command writes: one that is there already is somebody's, and is refused unless the user said that it may be overwritten.
 *
 * @param path      absolute and normalised
 * @param overwrite whether the user said so
 */
public record OutputFile(Path path, boolean overwrite) {

    public OutputFile {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Looks at the place before any work is done.
     *
     * @throws OutputFolderException when it must not be written to
     */
    public void check() {
        if (Files.isDirectory(path)) {
            throw new OutputFolderException(
                    "[%s] expected a file to write, found a folder; choose another".formatted(path));
        }
        if (!overwrite && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new OutputFolderException(
                    "[%s] expected no such file yet, found one; choose another name, or say --overwrite"
                            .formatted(path));
        }
    }

    /**
     * Writes the file, whole or not at all. A link in its place is replaced; what it names stays.
     *
     * @throws IOException           when it cannot be written; what was there is there still
     * @throws OutputFolderException when somebody put something there since it was checked
     */
    public void write(PathWriter writer) throws IOException {
        check();
        AtomicFile.write(path, writer);
    }
}
