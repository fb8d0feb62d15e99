package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The server's own process, which its minder starts and which may outlive it. */
final class PostgresServer {

    private PostgresServer() {}

    static Path data(Path dataDir) {
        return dataDir.resolve("data");
    }

    /** The one that holds the folder, if any. */
    static Optional<ProcessHandle> running(Path dataDir) {
        Path pidFile = data(dataDir).resolve("postmaster.pid");
        try {
            List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                            .filter(process ->
                                    process.info().command().orElse("").endsWith("postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(pidFile), e);
        }
    }

    /** Ends it and every process that it has for its connections, as a crash of the machine would. */
    static void kill(Path dataDir) {
        running(dataDir).ifPresent(server -> {
            List<ProcessHandle> all = server.descendants().toList();
            server.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            server.onExit().join();
            all.forEach(process -> process.onExit().join());
        });
    }
}
