package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The server's own processes, which its minder starts and which may outlive it. */
final class PostgresServer {

    private static final long STOP_MS = 10_000;

    private PostgresServer() {}

    static Path data(Path dataDir) {
        return dataDir.resolve("data");
    }

    /** The folder in which a server's data is initialised. */
    static Path fresh(Path dataDir) {
        return dataDir.resolve("data.new");
    }

    static Path binaries(Path dataDir) {
        return dataDir.resolve("binaries");
    }

    /**
     * The programs of a folder that were started on its data: the server, or what initialises or starts it. Read from the processes
     * themselves: the server's own pid file outlives a crash, and may name a server of another folder by then.
     */
    private static List<ProcessHandle> running(Path dataDir) {
        String data = data(dataDir.toAbsolutePath()).toString();
        String fresh = fresh(dataDir.toAbsolutePath()).toString();
        return ProcessHandle.allProcesses()
                .filter(process -> argument(process, data) || argument(process, fresh))
                .filter(process -> program(process, binaries(dataDir)))
                .toList();
    }

    private static boolean argument(ProcessHandle process, String argument) {
        return process.info()
                .arguments()
                .filter(arguments -> Arrays.asList(arguments).contains(argument))
                .isPresent();
    }

    private static boolean program(ProcessHandle process, Path folder) {
        try {
            Path real = folder.toRealPath();
            return process.info()
                    .command()
                    .filter(command -> Path.of(command).startsWith(real))
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(folder), e);
        }
    }

    /** Ends whatever runs on a data folder. */
    static void stop(Path dataDir) {
        running(dataDir).forEach(process -> ChildJvm.stop(process, STOP_MS));
    }

    /** Ends it and every process that it has for its connections, as a crash of the machine would. */
    static void kill(Path dataDir) {
        for (ProcessHandle server : running(dataDir)) {
            List<ProcessHandle> all = server.descendants().toList();
            server.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            server.onExit().join();
            all.forEach(process -> process.onExit().join());
        }
    }
}
