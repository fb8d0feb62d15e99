package org.dengbej.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.dengbej.embedded.PidFile;
import org.dengbej.files.AtomicFile;

/**
 * The work folder: everything that a stack keeps.
 *
 * @param path of the folder
 */
public record WorkFolder(Path path) {

    public WorkFolder {
        path = path.toAbsolutePath().normalize();
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path ports() {
        return run().resolve("ports.properties");
    }

    public Path models() {
        return path.resolve("models");
    }

    /** The report of a data set that is not exported, or of which nothing is left. */
    public Path report(String dataset) {
        return path.resolve("reports").resolve(dataset);
    }

    public Path feedback() {
        return path.resolve("feedback");
    }

    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    PidFile pidFile(String name) {
        return new PidFile(run().resolve(name + ".pid"));
    }

    private Path run() {
        return path.resolve("run");
    }

    /** True when anything was ever started here. */
    boolean used() {
        return Files.isDirectory(run());
    }

    /** The process of that name, if it runs. */
    public Optional<ProcessHandle> process(String name) {
        return pidFile(name).process();
    }

    private Path stopNote() {
        return run().resolve("stopped");
    }

    /** Notes that the stack is not to run. {@code by}: the command that stops it, in words. */
    void noteStop(String by) {
        try {
            AtomicFile.writeString(stopNote(), by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteStopNote() {
        try {
            Files.deleteIfExists(stopNote());
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be deleted".formatted(stopNote()), e);
        }
    }

    /** The command that stopped the stack, unless it was started since. */
    Optional<String> stoppedBy() {
        try {
            return Optional.of(Files.readString(stopNote()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(stopNote()), e);
        }
    }
}
