package org.dengbej.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that a stack keeps, in one folder.
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
        return path.resolve("run/ports.properties");
    }

    public Path models() {
        return path.resolve("models");
    }

    public Path feedback() {
        return path.resolve("feedback");
    }

    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    private Path pidFile(String name) {
        return path.resolve("run").resolve(name + ".pid");
    }

    void writePid(String name, long pid) {
        try {
            Files.createDirectories(pidFile(name).getParent());
            Files.writeString(pidFile(name), Long.toString(pid));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be written".formatted(pidFile(name)), e);
        }
    }

    void deletePid(String name) {
        try {
            Files.deleteIfExists(pidFile(name));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be deleted".formatted(pidFile(name)), e);
        }
    }

    /** The process of that name, if it lives. A pid that the system has given to another program is none of ours. */
    public Optional<ProcessHandle> process(String name) {
        try {
            if (!Files.exists(pidFile(name))) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(pidFile(name)).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.endsWith("java"))
                            .orElse(true));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(pidFile(name)), e);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
