package org.dengbej.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.dengbej.files.AtomicFolder;

/** The child process of {@link org.dengbej.embedded.EmbeddedPostgres}, which minds the server. Arguments: data folder, port. */
final class PostgresMain {

    private static final String UNPACKED_MARK = ".exists";
    private static final long POLL_MS = 50;

    private final Path dataDir;
    private final Path data;
    private final Path binaries;
    private volatile EmbeddedPostgres server;

    private PostgresMain(Path dataDir) {
        this.dataDir = dataDir;
        data = PostgresServer.data(dataDir);
        binaries = PostgresServer.binaries(dataDir);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ChildJvm.endWithParent();
        Path dataDir = Path.of(arguments[0]);
        try (FolderLock held = FolderLock.acquire(dataDir, "which minds a PostgreSQL server")) {
            new PostgresMain(dataDir).serve(Integer.parseInt(arguments[1]));
        }
    }

    private void serve(int port) throws IOException, InterruptedException {
        Files.createDirectories(binaries);
        // A killed minder leaves its server running, which would hold the data.
        PostgresServer.stop(dataDir);
        deleteHalfUnpacked();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main), "postgres-shutdown"));
        if (!Files.exists(data)) {
            initialise();
        }
        server = start(data, port);
        Thread.currentThread().join();
    }

    /** Elsewhere, so that a minder that is ended meanwhile leaves no data that a server could not be started on. */
    private void initialise() throws IOException {
        Path fresh = PostgresServer.fresh(dataDir);
        AtomicFolder.delete(fresh);
        Files.createDirectories(fresh);
        start(fresh, FreePorts.one()).close();
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private EmbeddedPostgres start(Path folder, int port) throws IOException {
        // For speed in tests the library turns durability off; this data is kept, so it goes on again.
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("unix_socket_directories", "")
                .start();
    }

    /** Ends the server, or what is about to start it: the main thread starts one program after another, until one fails. */
    private void stop(Thread main) {
        try {
            EmbeddedPostgres started = server;
            if (started != null) {
                started.close();
            }
            while (server == null && main.isAlive()) {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
                Thread.sleep(POLL_MS);
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("postgres was not stopped: " + e); // this process's log
        }
        PostgresServer.stop(dataDir);
    }

    /** The library unpacks the server once and marks it then; what a killed minder left in between would stay broken. */
    private void deleteHalfUnpacked() throws IOException {
        try (Stream<Path> unpacked = Files.list(binaries)) {
            for (Path folder : unpacked.filter(Files::isDirectory).toList()) {
                if (!Files.exists(folder.resolve(UNPACKED_MARK))) {
                    AtomicFolder.delete(folder);
                }
            }
        }
    }
}
