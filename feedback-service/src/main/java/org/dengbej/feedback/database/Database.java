package org.dengbej.feedback.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The database: prepared statements with their values in order, each in the caller's transaction if there is one. */
@ApplicationScoped
public class Database {

    /** Reads what a row holds. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Inject
    DataSource source;

    public <T> List<T> list(RowReader<T> reader, String query, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement select = prepare(connection, query, values)) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    /** The ids that a query selects in its first column. */
    public List<UUID> ids(String query, Object... values) throws SQLException {
        return list(row -> row.getObject(1, UUID.class), query, values);
    }

    /** A moment; null where the column is. */
    public static Instant moment(ResultSet row, String column) throws SQLException {
        Timestamp moment = row.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }

    /** The first row. */
    public <T> Optional<T> first(RowReader<T> reader, String query, Object... values) throws SQLException {
        return list(reader, query, values).stream().findFirst();
    }

    public boolean exists(String query, Object... values) throws SQLException {
        return !list(row -> true, query, values).isEmpty();
    }

    /** Executes a statement and returns the number of rows that it changed. */
    public int update(String statement, Object... values) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement update = prepare(connection, statement, values)) {
            return update.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, Object... values)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }
}
