package org.dengbej.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.FreePorts;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A real database: a container where Docker answers, a process elsewhere. One for all tests of a JVM. */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

    private static final String IMAGE = "postgres:17";
    private static final String USER = "postgres";
    private static AutoCloseable running = () -> {};

    /** The database's address; starts it if need be. User and password: postgres. */
    public static String jdbcUrl() {
        return SharedTestService.address(
                "dengbej-test-postgres", PostgresTestResource::launch, PostgresTestResource::end);
    }

    private static String launch(Path folder) {
        return Docker.answers() ? container() : process(folder);
    }

    private static String container() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(IMAGE)
                .withUsername(USER)
                .withPassword(USER)
                .withDatabaseName(USER);
        postgres.start();
        running = postgres::stop;
        return postgres.getJdbcUrl();
    }

    private static String process(Path folder) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, FreePorts.one());
        running = postgres;
        return postgres.jdbcUrl();
    }

    private static void end() {
        try {
            running.close();
        } catch (Exception e) { // AutoCloseable's
            throw new IllegalStateException("the database of the tests does not end", e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url", jdbcUrl(),
                "quarkus.datasource.username", USER,
                "quarkus.datasource.password", USER);
    }

    @Override
    public void stop() {
        // shared with the tests that follow; ends with the JVM
    }
}
