package org.dengbej.prep.source;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * A Hugging Face data set in Parquet with its sounds inside: {@code path} (or {@code audio}) is a struct of {@code bytes} and
 * {@code path}, beside {@code sentence}, {@code up_votes}, {@code down_votes}, {@code client_id} and {@code gender}.
 */
final class ParquetDataset implements RecordingSource {

    static final String LAYOUT = "parquet";
    private static final String EXTENSION = ".parquet";
    private static final List<String> OPTIONAL = List.of("up_votes", "down_votes", "client_id", "gender");

    private final Path path;
    private final List<Path> files;
    private final Connection connection;
    private final String table;
    private final Set<String> columns;
    private final int total;

    private ParquetDataset(Path path, List<Path> files) throws SQLException {
        this.path = path;
        this.files = files;
        this.connection = connect();
        this.table = files.stream()
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "])"));
        this.columns = columns();
        this.total = count();
    }

    /** Opens a file, or all files of a folder. */
    static RecordingSource open(Path path) {
        List<Path> files = files(path);
        if (files.isEmpty()) {
            throw new UnusableSourceException(
                    "[%s] expected a .parquet file or a folder of them, found none".formatted(path));
        }
        try {
            return new ParquetDataset(path, files);
        } catch (SQLException e) {
            throw unreadable(path, e);
        }
    }

    private static List<Path> files(Path path) {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s; is it mounted here?".formatted(path, e), e);
        }
    }

    private static UnusableSourceException unreadable(Path path, SQLException e) {
        return new UnusableSourceException(
                "[%s] is no Parquet that can be read: %s".formatted(path, e.getMessage()), e);
    }

    /** A database of our own, in memory, that loads no extensions. */
    private static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        return new DuckDBDriver().connect("jdbc:duckdb:", settings);
    }

    private Set<String> columns() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (rows.next()) {
                names.add(rows.getString("column_name"));
            }
        }
        return names;
    }

    private int count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** A hub's cache keeps its files elsewhere, and links to them. */
    @Override
    public List<Path> inputs() {
        return Stream.concat(Stream.of(path), files.stream()).toList();
    }

    @Override
    public int total() {
        return total;
    }

    @Override
    public Iterator<Recording> recordings() {
        try {
            return new Rows(connection.createStatement().executeQuery(query()));
        } catch (SQLException e) {
            throw unreadable(path, e);
        }
    }

    private String query() {
        String sound = columns.contains("path") ? "path" : "audio";
        for (String name : List.of(sound, "sentence")) {
            if (!columns.contains(name)) {
                throw new UnusableSourceException("[%s] expected a column %s, found %s".formatted(path, name, columns));
            }
        }
        String optional = OPTIONAL.stream()
                .map(name -> columns.contains(name) ? name : "NULL AS " + name)
                .collect(Collectors.joining(", "));
        return "SELECT %1$s['bytes'] AS bytes, %1$s['path'] AS file, sentence, %2$s FROM %3$s"
                .formatted(sound, optional, table);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            Log.warnf(e, "source not closed: path=%s", path);
        }
    }

    private final class Rows implements Iterator<Recording> {

        private final ResultSet rows;
        private int number;
        private Recording next;

        Rows(ResultSet rows) throws SQLException {
            this.rows = rows;
            this.next = read();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Recording next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Recording current = next;
            try {
                next = read();
            } catch (SQLException e) {
                throw unreadable(path, e);
            }
            return current;
        }

        private Recording read() throws SQLException {
            if (!rows.next()) {
                rows.close();
                return null;
            }
            String file = rows.getString("file");
            byte[] bytes = rows.getBytes("bytes");
            return new Recording(
                    file == null ? "row-" + number++ : file,
                    rows.getString("sentence"),
                    votes("up_votes"),
                    votes("down_votes"),
                    rows.getString("client_id"),
                    rows.getString("gender"),
                    maxBytes -> sound(bytes, maxBytes));
        }

        private Integer votes(String column) throws SQLException {
            int votes = rows.getInt(column);
            return rows.wasNull() ? null : votes;
        }
    }

    private static byte[] sound(byte[] bytes, long maxBytes) throws IOException {
        if (bytes == null || bytes.length > maxBytes) {
            throw new IOException("expected at most %d bytes of sound, found %s"
                    .formatted(maxBytes, bytes == null ? "none" : bytes.length));
        }
        return bytes;
    }
}
