package org.dengbej.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A real PostgreSQL server in a process of its own; what it stores stays in its folder. */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The time within which a server answers that is going to. */
    public static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true");
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";
    private static final long STOP_MS = 20_000;

    private final ProcessHandle process;
    private final int port;

    private EmbeddedPostgres(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server that ends with this process, its log beside its data, and waits until it answers: 7 s with a new folder, 1 s with
     * a kept one.
     *
     * @param dataDir its folder; initialised when new
     * @param port    on which it listens, at localhost only
     * @throws IllegalStateException when it does not answer within {@link #READY_TIMEOUT}
     */
    public static EmbeddedPostgres start(Path dataDir, int port) {
        Path log = dataDir.resolve("postgres.log");
        ProcessHandle process = launch(dataDir, port, log, Lifetime.WITH_PARENT);
        EmbeddedPostgres postgres = new EmbeddedPostgres(process, port);
        try {
            ReadinessCheck.await("postgres", process, log, READY_TIMEOUT, () -> answers(port));
        } catch (IllegalStateException e) {
            postgres.stop();
            throw e;
        }
        return postgres;
    }

    /** Starts the process that minds a server, and does not wait. */
    public static ProcessHandle launch(Path dataDir, int port, Path log, Lifetime lifetime) {
        List<String> program = ChildJvm.mainClass(PostgresMain.class, dataDir.toAbsolutePath(), port);
        return new ChildJvm(SMALL, program, log, lifetime).start().toHandle();
    }

    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** The pid of the Java process that minds the server. */
    public long pid() {
        return process.pid();
    }

    public void stop() {
        ChildJvm.stop(process, STOP_MS);
    }

    /** Ends what still runs in a folder whose server's minder is gone. */
    public static void stopServer(Path dataDir) {
        PostgresServer.stop(dataDir);
    }

    /** Ends the server that holds a folder as a crash would (SIGKILL); whoever minds it notices nothing. */
    public static void killServer(Path dataDir) {
        PostgresServer.kill(dataDir);
    }

    @Override
    public void close() {
        stop();
    }

    /** Asks the server that listens at a port of this machine, if there is one. */
    public static boolean answers(int port) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), USER, PASSWORD)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }
}
