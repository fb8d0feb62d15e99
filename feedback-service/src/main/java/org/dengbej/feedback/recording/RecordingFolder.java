package org.dengbej.feedback.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.files.AtomicFile;

/** The folder of recordings in the data folder: a WAV file each, named by its correction's id. */
final class RecordingFolder {

    private static final String NAME = "corrections";
    private static final String EXTENSION = ".wav";

    private final Path folder;

    RecordingFolder(Path dataDir) {
        folder = dataDir.toAbsolutePath().resolve(NAME);
    }

    Path path() {
        return folder;
    }

    Path file(UUID id) {
        return folder.resolve(id + EXTENSION);
    }

    /** The id of a file's correction; empty where it is no recording. */
    static Optional<UUID> id(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(EXTENSION)
                    ? Optional.of(UUID.fromString(name.substring(0, name.length() - EXTENSION.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** True for what a writer that was killed has left. */
    static boolean isPartial(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".partial-") || name.endsWith(".partial");
    }

    /** Writes a file, synced; one that is there is replaced. */
    Path write(UUID id, byte[] wav) throws IOException {
        Path file = file(id);
        AtomicFile.write(file, partial -> Files.write(partial, wav));
        return file;
    }
}
