package org.dengbej.feedback.client;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.dengbej.testing.PostgresTestResource;

/** A database of a test's own, on the server that all share: what it fills is not in the way of others. */
public final class OwnDatabase implements QuarkusTestResourceLifecycleManager {

    private static final String USER = "postgres";

    /** Makes an empty database and returns its address. */
    public static String create() {
        String name = "own_" + UUID.randomUUID().toString().replace('-', '_');
        String server = PostgresTestResource.jdbcUrl();
        try (Connection connection = DriverManager.getConnection(server, USER, USER);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new AssertionError("the database of a test cannot be made", e);
        }
        return server.replaceFirst("/postgres\\b", "/" + name);
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url", create(),
                "quarkus.datasource.username", USER,
                "quarkus.datasource.password", USER);
    }

    @Override
    public void stop() {
        // ends with the server
    }
}
