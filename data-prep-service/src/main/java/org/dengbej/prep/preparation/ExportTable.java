package org.dengbej.prep.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The table of an export: rows of {@code file|text}, or, where not all are of one speaker, Coqui's
 * {@code audio_file|text|speaker_name} under these names.
 */
final class ExportTable implements AutoCloseable {

    private static final String HEADER = "audio_file|text|speaker_name";
    private static final int COLUMNS = 3;

    /**
     * A row.
     *
     * @param wav     name of the sound file
     * @param text    of what is spoken
     * @param speaker blank where the source does not say
     */
    record Row(String wav, String text, String speaker) {

        /** Bars and line breaks, which the table cannot hold, become blanks. {@code speaker}: null where the source does not say. */
        static Row of(String wav, String text, String speaker) {
            return new Row(wav, cell(text), speaker == null ? "" : cell(speaker));
        }

        private static String cell(String text) {
            return text.replaceAll("[|\\r\\n]", " ");
        }

        Row named(String other) {
            return new Row(other, text, speaker);
        }
    }

    private final BufferedWriter out;
    private final boolean speakers;

    private ExportTable(BufferedWriter out, boolean speakers) {
        this.out = out;
        this.speakers = speakers;
    }

    /** A new table. {@code speakers}: whether it says who speaks. */
    static ExportTable create(Path file, boolean speakers) throws IOException {
        ExportTable table = part(file, speakers);
        if (speakers) {
            table.line(HEADER);
        }
        return table;
    }

    /** A new table of a shard, which always says who speaks: the shards together may have several speakers. */
    static ExportTable createPart(Path file) throws IOException {
        return part(file, true);
    }

    /** A character that UTF-8 has no form of, half of a pair of surrogates, becomes a question mark. */
    private static ExportTable part(Path file, boolean speakers) throws IOException {
        return new ExportTable(
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8)),
                speakers);
    }

    /** The rows of a shard's table. */
    static List<Row> readPart(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\\|", COLUMNS))
                .map(cells -> new Row(cells[0], cells[1], cells[2]))
                .toList();
    }

    void add(Row row) throws IOException {
        line(row.wav + "|" + row.text + (speakers ? "|" + row.speaker : ""));
    }

    void addAll(List<Row> rows) throws IOException {
        for (Row row : rows) {
            add(row);
        }
    }

    private void line(String line) throws IOException {
        out.append(line);
        out.newLine();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
