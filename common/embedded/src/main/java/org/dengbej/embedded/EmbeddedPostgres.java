package org.dengbej.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A real PostgreSQL server in a process of its own; what it stores stays in its folder. */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true");
    private static final Duration READY = Duration.ofSeconds(60);
    private static final long STOP_MS = 20_000;

    private final ProcessHandle process;
    private final int port;

    private EmbeddedPostgres(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server that ends with this process, its log beside its data, and waits until it answers. */
    public static EmbeddedPostgres start(Path dataDir, int port) {
        return start(dataDir, port, dataDir.resolve("postgres.log"), Lifetime.WITH_PARENT);
    }

    /**
     * Starts a server and waits until it answers: 5 s with a new folder, 1 s with a kept one.
     *
     * @param dataDir its folder; initialised when new
     * @param port    on which it listens, at localhost only
     * @throws IllegalStateException when it does not answer within 60 s
     */
    public static EmbeddedPostgres start(Path dataDir, int port, Path log, Lifetime lifetime) {
        List<String> program = ChildJvm.mainClass(PostgresMain.class, dataDir.toAbsolutePath(), port);
        ProcessHandle process =
                new ChildJvm(SMALL, program, log, lifetime).start().toHandle();
        EmbeddedPostgres postgres = new EmbeddedPostgres(process, port);
        try {
            ReadinessCheck.await("postgres", process, log, READY, postgres::answers);
        } catch (IllegalStateException e) {
            postgres.stop();
            throw e;
        }
        return postgres;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
    }

    public String user() {
        return "postgres";
    }

    public String password() {
        return "postgres";
    }

    /** Of the Java process that minds the server. */
    public long pid() {
        return process.pid();
    }

    public void stop() {
        ChildJvm.stop(process, STOP_MS);
    }

    /** Ends the server that holds a folder as a crash would (SIGKILL); whoever minds it notices nothing. */
    public static void killServer(Path dataDir) {
        PostgresServer.kill(dataDir);
    }

    @Override
    public void close() {
        stop();
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), user(), password())) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }
}
