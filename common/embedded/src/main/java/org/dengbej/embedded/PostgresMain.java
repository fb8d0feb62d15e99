package org.dengbej.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** The child process of {@link EmbeddedPostgres}, which minds the server. Arguments: data folder, port. */
final class PostgresMain {

    private static final long STOP_MS = 10_000;
    private static final String UNPACKED_MARK = ".exists";

    private PostgresMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ChildJvm.endWithParent();
        Path dataDir = Path.of(arguments[0]);
        Path data = PostgresServer.data(dataDir);
        Path binaries = dataDir.resolve("binaries");
        Files.createDirectories(data);
        Files.createDirectories(binaries);
        // A killed minder leaves its server running, which would hold the folder.
        PostgresServer.running(dataDir).ifPresent(server -> ChildJvm.stop(server, STOP_MS));
        deleteHalfUnpacked(binaries);
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres server =
                server(data, binaries, Integer.parseInt(arguments[1])).start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                server.close();
                            } catch (IOException e) {
                                e.printStackTrace(); // this process's log; nobody else is left to tell
                            }
                        },
                        "postgres-shutdown"));
        Thread.currentThread().join();
    }

    private static Builder server(Path data, Path binaries, int port) {
        // For speed in tests the library turns durability off; this data is kept, so it goes on again.
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("unix_socket_directories", "");
    }

    /** The library unpacks the server once and marks it then; what a killed minder left in between would stay broken. */
    private static void deleteHalfUnpacked(Path binaries) throws IOException {
        try (Stream<Path> unpacked = Files.list(binaries)) {
            for (Path folder : unpacked.filter(Files::isDirectory).toList()) {
                if (!Files.exists(folder.resolve(UNPACKED_MARK))) {
                    FileUtils.deleteDirectory(folder.toFile());
                }
            }
        }
    }
}
