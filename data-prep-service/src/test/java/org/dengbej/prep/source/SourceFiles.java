package org.dengbej.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Files of a data set for tests; sounds hold their own name, so that a test sees which one was read. */
public record SourceFiles(Path folder) {

    public SourceFiles sounds(String... names) {
        for (String name : names) {
            text(name, "sound of " + name);
        }
        return this;
    }

    public SourceFiles text(String name, String content) {
        return text(name, content, StandardCharsets.UTF_8);
    }

    public SourceFiles text(String name, String content, Charset charset) {
        return bytes(name, content.getBytes(charset));
    }

    public SourceFiles bytes(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a Parquet file from a query of DuckDB. */
    public SourceFiles parquet(String name, String query) {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            Files.createDirectories(folder.resolve(name).getParent());
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, folder.resolve(name)));
            return this;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Recording> recordings(SourceOptions options) {
        try (RecordingSource source = Layouts.open(folder.toUri(), options)) {
            List<Recording> recordings = new ArrayList<>();
            source.recordings().forEachRemaining(recordings::add);
            if (recordings.size() != source.total()) {
                throw new IllegalStateException("%d of %d".formatted(recordings.size(), source.total()));
            }
            return recordings;
        }
    }

    String description(SourceOptions options) {
        try (RecordingSource source = Layouts.open(folder.toUri(), options)) {
            return source.description();
        }
    }

    /** A recording as it was read: {@code name of the sound > text}, or the reason why there is no sound. */
    List<String> read(SourceOptions options) {
        return recordings(options).stream().map(SourceFiles::read).toList();
    }

    private static String read(Recording recording) {
        try {
            String sound = new String(recording.sound().read(1_000_000), StandardCharsets.UTF_8);
            return sound.replace("sound of ", "") + " > " + recording.text();
        } catch (IOException e) {
            return "no sound > " + recording.text();
        }
    }
}
