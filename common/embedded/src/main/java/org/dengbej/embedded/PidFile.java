package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.dengbej.files.AtomicFile;

/**
 * A pid file: names a process that outlives its parent.
 *
 * @param path of the file, which holds the pid and the process's start
 */
public record PidFile(Path path) {

    void write(ProcessHandle process) {
        ProcessId id = ProcessId.ofRunning(process.pid())
                .orElseThrow(() -> new IllegalStateException(
                        "[%s] process %d ended before it was noted".formatted(path, process.pid())));
        try {
            AtomicFile.writeString(path, id.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it runs. One that was given its pid after it ended is not it. */
    public Optional<ProcessHandle> process() {
        try {
            return Optional.of(ProcessId.parse(Files.readString(path)))
                    .filter(ProcessId::running)
                    .flatMap(id -> ProcessHandle.of(id.pid()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(path), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "[%s] %s; end the process that it means, if there is one, and delete the file"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be deleted".formatted(path), e);
        }
    }
}
