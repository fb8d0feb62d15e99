package org.dengbej.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.ShardRange;
import org.duckdb.DuckDBDriver;

/**
 * A Hugging Face data set in Parquet. The column of recordings is known by its type: a struct of {@code bytes} and {@code path}, plain
 * binary, a decoded {@code array} with its {@code sampling_rate}, or paths of files in the folder. Shards may have other columns.
 */
final class ParquetDataset implements RecordingSource {

    static final String LAYOUT = "parquet";
    private static final String EXTENSION = "parquet";
    private static final int SAMPLE_ROWS = 500;
    private static final String NUMBERS = "(FLOAT|DOUBLE|SMALLINT|INTEGER|BIGINT)\\[[0-9]*\\]";
    private static final List<String> RATE_NAMES =
            List.of("sampling_rate", "sample_rate", "samplerate", "sr", "rate", "frame_rate");

    private static final String RECORDING = "@recording";

    /** The layout. */
    static final class Parquet implements Layout {

        @Override
        public String name() {
            return LAYOUT;
        }

        @Override
        public String needs() {
            return "one or more .parquet files with a column of recordings (bytes, arrays or paths) and one of texts";
        }

        @Override
        public Optional<String> recognise(Source source) {
            List<Path> files = files(source, SourceOptions.NONE);
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of("%d .parquet files are there, %s first"
                            .formatted(files.size(), source.folder().relativize(files.get(0))));
        }

        @Override
        public RecordingSource open(Source source, SourceOptions options) {
            List<Path> files = files(source, options);
            if (files.isEmpty()) {
                throw new UnusableSourceException("[%s] expected a .parquet file or a folder of them%s, found %s"
                        .formatted(
                                source.path(),
                                options.split() == null ? "" : " of the split '%s'".formatted(options.split()),
                                source.contents()));
            }
            files.forEach(Source::requireContent);
            try {
                return new ParquetDataset(source, files, options);
            } catch (SQLException e) {
                throw unreadable(source.path(), e);
            }
        }

        private static List<Path> files(Source source, SourceOptions options) {
            return source.files(file -> Source.hasExtension(file, EXTENSION)
                    && (options.split() == null || options.wants(TableSource.split(file))));
        }
    }

    /** The form in which a column holds recordings. */
    private enum Form {
        STRUCT_OF_BYTES,
        BINARY,
        STRUCT_OF_SAMPLES,
        SAMPLES,
        STRUCT_OF_FILE_NAMES,
        FILE_NAMES
    }

    private final Source source;
    private final List<Path> files;
    private final Connection connection;
    private final String table;
    private final Map<String, String> types;
    private final AudioFiles audio;
    private final SourceOptions options;
    private final String recordings;
    private final Form form;
    private final List<String> texts;
    private final Optional<String> speaker;
    private final Optional<String> gender;
    private final ClassLabels labels;
    private final int total;
    private final List<Integer> rowsByFile;
    private final boolean distinctNames;

    private ParquetDataset(Source source, List<Path> files, SourceOptions options) throws SQLException {
        this.source = source;
        this.files = files;
        this.options = options;
        this.connection = connect();
        this.table = files.stream()
                .map(ParquetDataset::literal)
                .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
        try {
            this.types = types();
            this.audio = AudioFiles.in(source.folder());
            this.recordings = recordingColumn();
            this.form = form(recordings)
                    .orElseThrow(() -> refused(
                            isSamples(recordings)
                                    ? withoutRate(List.of(recordings))
                                    : "expected recordings in column '%s', found %s"
                                            .formatted(recordings, types.get(recordings))));
            ColumnRoles roles = ColumnRoles.of(sample(), RECORDING::equals, withRecordingColumn());
            List<String> names = textual();
            this.texts =
                    roles.texts().stream().map(column -> names.get(column - 1)).toList();
            this.speaker = roles.speaker() < 1 ? Optional.empty() : Optional.of(names.get(roles.speaker() - 1));
            this.gender = types.keySet().stream()
                    .filter(name -> ColumnRoles.GENDER_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                    .findFirst();
            this.labels = ClassLabels.read(connection, files.get(0));
            this.rowsByFile = rowsByFile();
            this.total = rowsByFile.stream().mapToInt(Integer::intValue).sum();
            this.distinctNames = fileName().isPresent()
                    && number("SELECT count(DISTINCT %s) FROM %s"
                                    .formatted(fileName().get(), table))
                            == total;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static UnusableSourceException unreadable(Path path, SQLException e) {
        String reason = e.getMessage().lines().findFirst().orElse(""); // the query follows, which nobody here wrote
        return new UnusableSourceException(
                "[%s] is no Parquet that can be read: %s; copy or download it again".formatted(path, reason), e);
    }

    /** A database of our own, in memory, that loads no extensions. */
    private static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        return new DuckDBDriver().connect("jdbc:duckdb:", settings);
    }

    private Map<String, String> types() throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (rows.next()) {
                found.put(rows.getString("column_name"), rows.getString("column_type"));
            }
        }
        return found;
    }

    private int number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private String recordingColumn() throws SQLException {
        if (options.audioColumn() != null) {
            return types.keySet().stream()
                    .filter(name -> name.equalsIgnoreCase(options.audioColumn()))
                    .findFirst()
                    .orElseThrow(() -> refused("expected --audio_column to be one of %s, found '%s'"
                            .formatted(types.keySet(), options.audioColumn())));
        }
        List<String> found = new ArrayList<>();
        for (String column : types.keySet()) {
            if (form(column)
                    .filter(form -> form != Form.FILE_NAMES && form != Form.STRUCT_OF_FILE_NAMES)
                    .isPresent()) {
                found.add(column);
            }
        }
        if (found.isEmpty()) {
            for (String column : types.keySet()) {
                if (form(column).isPresent()) {
                    found.add(column);
                }
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> named = found.stream()
                .filter(column -> column.equalsIgnoreCase("audio"))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        List<String> samples = types.keySet().stream().filter(this::isSamples).toList();
        if (found.isEmpty() && !samples.isEmpty()) {
            throw refused(withoutRate(samples));
        }
        throw refused(
                found.isEmpty()
                        ? "expected a column of recordings: a struct of bytes and path, binary, a decoded array with its sampling_rate, or names of files in the folder; found none; name it with --audio_column"
                        : "expected one column of recordings, found %s; name one with --audio_column".formatted(found));
    }

    private boolean isSamples(String column) {
        String type = types.get(column).toUpperCase(Locale.ROOT);
        return type.matches(NUMBERS) || type.startsWith("STRUCT(") && type.matches(".*\\bARRAY\"? " + NUMBERS + ".*");
    }

    private static String withoutRate(List<String> samples) {
        return "expected a column with the sampling rate of the samples in %s, in Hz, named one of %s; found none; add it, or write the sounds as files"
                .formatted(samples, RATE_NAMES);
    }

    private Optional<Form> form(String column) throws SQLException {
        String type = types.get(column).toUpperCase(Locale.ROOT);
        if (type.startsWith("STRUCT(") && type.matches(".*\\bBYTES\"? BLOB.*")) {
            return Optional.of(Form.STRUCT_OF_BYTES);
        }
        if (type.startsWith("STRUCT(")
                && type.matches(".*\\bARRAY\"? " + NUMBERS + ".*")
                && type.matches(".*\\bSAMPLING_RATE\"? .*")) {
            return Optional.of(Form.STRUCT_OF_SAMPLES);
        }
        if (type.equals("BLOB")) {
            return Optional.of(Form.BINARY);
        }
        if (type.matches(NUMBERS) && rateColumn().isPresent()) {
            return Optional.of(Form.SAMPLES);
        }
        if (type.startsWith("STRUCT(")
                && type.matches(".*\\bPATH\"? VARCHAR.*")
                && namesFiles(quoted(column) + "['path']")) {
            return Optional.of(Form.STRUCT_OF_FILE_NAMES);
        }
        return type.equals("VARCHAR") && namesFiles(quoted(column)) ? Optional.of(Form.FILE_NAMES) : Optional.empty();
    }

    /** The column of the rate at which lists of samples are. */
    private Optional<String> rateColumn() {
        return types.keySet().stream()
                .filter(name -> RATE_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private boolean namesFiles(String expression) throws SQLException {
        if (audio.all().isEmpty()) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT %s FROM %s WHERE %1$s IS NOT NULL LIMIT 20".formatted(expression, table))) {
            int seen = 0;
            int found = 0;
            while (rows.next()) {
                seen++;
                found += audio.has(rows.getString(1)) ? 1 : 0;
            }
            return seen > 0 && found * 2 > seen;
        }
    }

    private static String quoted(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** The columns in which a text or a speaker may stand. */
    private List<String> textual() {
        return types.entrySet().stream()
                .filter(column -> !column.getKey().equals(recordings))
                .filter(column -> column.getValue().matches("VARCHAR|.*INT.*|BOOLEAN|DOUBLE|FLOAT|ENUM.*"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private SourceOptions withRecordingColumn() {
        return new SourceOptions(null, RECORDING, options.textColumn(), options.speakerColumn(), null);
    }

    private Table sample() throws SQLException {
        List<String> names = textual();
        List<List<String>> rows = new ArrayList<>();
        rows.add(with(RECORDING, names));
        if (!names.isEmpty()) {
            String columns = names.stream()
                    .map(name -> "CAST(%s AS VARCHAR)".formatted(quoted(name)))
                    .collect(Collectors.joining(", "));
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT %s FROM %s LIMIT %d".formatted(columns, table, SAMPLE_ROWS))) {
                while (found.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= names.size(); column++) {
                        row.add(found.getString(column) == null ? "" : found.getString(column));
                    }
                    rows.add(with(RECORDING, row));
                }
            }
        }
        List<Integer> lines = IntStream.range(0, rows.size()).boxed().toList();
        return new Table(source.path(), rows, lines, true, "of Parquet with the columns %s".formatted(types));
    }

    private static List<String> with(String first, List<String> rest) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(rest);
        return row;
    }

    private UnusableSourceException refused(String problem) {
        return new UnusableSourceException(
                "[%s] Parquet with the columns %s: %s".formatted(source.path(), types, problem));
    }

    /** The expression for the name of a recording's file, where there is one. */
    private Optional<String> fileName() {
        String column = quoted(recordings);
        return switch (form) {
            case STRUCT_OF_BYTES, STRUCT_OF_SAMPLES ->
                types.get(recordings).toLowerCase(Locale.ROOT).matches(".*\\bpath\"? .*")
                        ? Optional.of(column + "['path']")
                        : Optional.empty();
            case FILE_NAMES -> Optional.of(column);
            case STRUCT_OF_FILE_NAMES -> Optional.of(column + "['path']");
            case BINARY, SAMPLES ->
                types.keySet().stream()
                        .filter(name -> ColumnRoles.AUDIO_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                        .filter(name -> !name.equals(recordings))
                        .findFirst()
                        .map(name -> "CAST(%s AS VARCHAR)".formatted(quoted(name)));
        };
    }

    /** A hub's cache keeps its files elsewhere, and links to them. */
    @Override
    public List<Path> inputs() {
        return Stream.of(Stream.of(source.path()), files.stream(), audio.folders().stream())
                .flatMap(paths -> paths)
                .distinct()
                .toList();
    }

    @Override
    public int total() {
        return total;
    }

    @Override
    public String description() {
        return "%s: recordings in column %s (%s), texts in column %s%s"
                .formatted(
                        LAYOUT,
                        recordings,
                        form.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        texts,
                        speaker.map(column -> ", speakers in column " + column).orElse(""));
    }

    @Override
    public int speakers() {
        try {
            return speaker.isEmpty()
                    ? 0
                    : number("SELECT count(DISTINCT %s) FROM %s".formatted(quoted(speaker.get()), table));
        } catch (SQLException e) {
            throw unreadable(source.path(), e);
        }
    }

    @Override
    public Iterator<Recording> recordings() {
        try {
            return new Rows(connection.createStatement().executeQuery(query(table)), 0);
        } catch (SQLException e) {
            throw unreadable(source.path(), e);
        }
    }

    /** A range lies in one file, so that no other one is read, but for the columns that this one lacks. */
    @Override
    public Iterator<Recording> recordings(ShardRange range) {
        int before = 0;
        for (int i = 0; i < files.size(); i++) {
            int rows = rowsByFile.get(i);
            if (range.first() < before + rows) {
                String of =
                        "((SELECT * FROM read_parquet(%s) LIMIT %d OFFSET %d) UNION ALL BY NAME (SELECT * FROM %s LIMIT 0))"
                                .formatted(literal(files.get(i)), range.count(), range.first() - before, table);
                try {
                    return new Rows(connection.createStatement().executeQuery(query(of)), range.first());
                } catch (SQLException e) {
                    throw unreadable(files.get(i), e);
                }
            }
            before += rows;
        }
        throw new IllegalArgumentException(
                "[%s] expected a range of %d rows, found %s".formatted(source.path(), total, range));
    }

    @Override
    public List<ShardRange> shards(int maxRecordings) {
        List<ShardRange> shards = new ArrayList<>();
        int before = 0;
        for (int rows : rowsByFile) {
            shards.addAll(RecordingSource.divided(before, rows, maxRecordings));
            before += rows;
        }
        return shards;
    }

    /** Each row has a name of its own; the rows are known by the files that hold them, for they may be gigabytes. */
    @Override
    public ListingDigest digest() {
        try {
            StringBuilder listing = new StringBuilder(description());
            for (int i = 0; i < files.size(); i++) {
                listing.append("\n%s %d rows, %d bytes"
                        .formatted(
                                source.folder().relativize(files.get(i)), rowsByFile.get(i), Files.size(files.get(i))));
            }
            return ListingDigest.ofDistinct(listing.toString());
        } catch (IOException e) {
            throw new UnusableSourceException(
                    "[%s] cannot be read: %s; is it mounted here?".formatted(source.path(), e.getMessage()), e);
        }
    }

    private static String literal(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    private List<Integer> rowsByFile() throws SQLException {
        List<Integer> rows = new ArrayList<>();
        for (Path file : files) {
            rows.add(number("SELECT count(*) FROM read_parquet(%s)".formatted(literal(file))));
        }
        return rows;
    }

    private String query(String table) {
        String column = quoted(recordings);
        String sound = switch (form) {
            case STRUCT_OF_BYTES -> column + "['bytes'] AS sound, NULL AS rate";
            case BINARY -> column + " AS sound, NULL AS rate";
            case STRUCT_OF_SAMPLES ->
                "CAST(%1$s['array'] AS FLOAT[]) AS sound, %1$s['sampling_rate'] AS rate".formatted(column);
            case SAMPLES ->
                "CAST(%s AS FLOAT[]) AS sound, %s AS rate"
                        .formatted(column, quoted(rateColumn().orElseThrow()));
            case FILE_NAMES, STRUCT_OF_FILE_NAMES -> "NULL AS sound, NULL AS rate";
        };
        String text = texts.stream()
                .map(name -> "NULLIF(TRIM(CAST(%s AS VARCHAR)), '')".formatted(quoted(name)))
                .collect(Collectors.joining(", ", "COALESCE(", ", '')"));
        return "SELECT %s, %s AS file, %s AS text, %s, %s, %s AS speaker, %s FROM %s"
                .formatted(
                        sound,
                        fileName().orElse("NULL"),
                        text,
                        optional("up_votes"),
                        optional("down_votes"),
                        speaker.map(name -> "CAST(%s AS VARCHAR)".formatted(quoted(name)))
                                .orElse("NULL"),
                        gender.map(name -> "CAST(%s AS VARCHAR) AS gender".formatted(quoted(name)))
                                .orElse("NULL AS gender"),
                        table);
    }

    private String optional(String name) {
        return types.keySet().stream()
                .filter(column -> column.equalsIgnoreCase(name))
                .findFirst()
                .map(column -> "CAST(%s AS VARCHAR) AS %s".formatted(quoted(column), name))
                .orElse("NULL AS " + name);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private final class Rows implements Iterator<Recording> {

        private final ResultSet rows;
        private int number;
        private int file;
        private long rowInFile;
        private Recording next;

        /** {@code number}: of the row before the first, counted from 1. */
        Rows(ResultSet rows, int number) throws SQLException {
            this.rows = rows;
            this.number = number;
            this.rowInFile = number;
            while (file < files.size() - 1 && rowInFile >= rowsByFile.get(file)) {
                rowInFile -= rowsByFile.get(file++);
            }
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
                throw unreadable(source.path(), e);
            }
            return current;
        }

        private Recording read() throws SQLException {
            if (!rows.next()) {
                rows.close();
                return null;
            }
            number++;
            String name = rows.getString("file");
            return new Recording(
                    id(name),
                    rows.getString("text"),
                    TableSource.votes(orEmpty(rows.getString("up_votes"))),
                    TableSource.votes(orEmpty(rows.getString("down_votes"))),
                    labelled(speaker, rows.getString("speaker")),
                    labelled(gender, rows.getString("gender")),
                    sound(name),
                    origin());
        }

        /** Rows come in the order of the files and of each file's rows. */
        private Origin origin() {
            while (rowInFile == rowsByFile.get(file)) {
                file++;
                rowInFile = 0;
            }
            rowInFile++;
            return new Origin(source.relative(files.get(file)), rowInFile);
        }

        /** A cell; where the column holds classes, the name of its class. */
        private String labelled(Optional<String> column, String cell) {
            return TableSource.orNull(
                    orEmpty(column.map(name -> labels.name(name, cell)).orElse(cell)));
        }

        /** A name that other rows have as well, as upload tools write it, gets the row's number. */
        private String id(String file) {
            if (file == null || file.isBlank()) {
                return "row-" + (number - 1);
            }
            return distinctNames ? file : file + "#" + number;
        }

        private Recording.Sound sound(String file) throws SQLException {
            return switch (form) {
                case FILE_NAMES, STRUCT_OF_FILE_NAMES -> audio.sound(orEmpty(file));
                case STRUCT_OF_BYTES, BINARY -> {
                    byte[] bytes = rows.getBytes("sound");
                    yield bytes == null && file != null ? audio.sound(file) : maxBytes -> bounded(bytes, maxBytes);
                }
                case STRUCT_OF_SAMPLES, SAMPLES -> {
                    Array samples = rows.getArray("sound");
                    int rateHz = rows.getInt("rate");
                    Object[] values = samples == null ? new Object[0] : (Object[]) samples.getArray();
                    yield maxBytes -> bounded(SampleArray.toWav(values, rateHz), maxBytes);
                }
            };
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static byte[] bounded(byte[] bytes, long maxBytes) throws IOException {
        if (bytes == null || bytes.length > maxBytes) {
            throw new IOException("expected at most %d bytes of sound, found %s"
                    .formatted(maxBytes, bytes == null ? "none" : bytes.length));
        }
        return bytes;
    }
}
