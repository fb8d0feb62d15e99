package org.dengbej.feedback.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dengbej.feedback.recording.RecordingFiles;

/** Exports of a voice's data, read from the database by a cursor. Listeners are pseudonyms; their networks are not among it. */
@ApplicationScoped
class Exports {

    private static final int FETCHED_ROWS = 1000;

    /** A cell that begins like this is a formula to spreadsheets; what listeners write must not run in one. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    /** Writes what a row holds. */
    private interface RowWriter {
        void write(ResultSet row) throws SQLException, IOException;
    }

    @Inject
    DataSource database;

    @Inject
    RecordingFiles files;

    /** Writes every rating of a voice, the oldest first; {@code listener} is empty where it is of the anonymous API. */
    void ratings(String voice, OutputStream out) throws IOException {
        try (CSVPrinter csv = csv(
                out,
                "id",
                "version",
                "sentence",
                "score",
                "problems",
                "comment",
                "heard_to_end",
                "listener",
                "given_at")) {
            each(
                    """
                    SELECT r.id, v.number, s.text, r.score, array_to_string(r.problems, ' ') AS problems, r.comment, a.heard,
                           a.listener, r.given_at
                    FROM rating r JOIN sentence s ON s.id = r.sentence
                    LEFT JOIN version v ON v.voice = s.voice AND v.sha256 = s.sha256
                    LEFT JOIN assignment a ON a.token = r.submission
                    WHERE r.voice = ? ORDER BY r.given_at, r.id""",
                    voice,
                    row -> csv.printRecord(
                            row.getString("id"),
                            row.getString("number"),
                            row.getString("text"),
                            row.getInt("score"),
                            row.getString("problems"),
                            text(row.getString("comment")),
                            row.getObject("heard", Boolean.class),
                            row.getString("listener"),
                            moment(row.getTimestamp("given_at"))));
        }
    }

    /** Writes every vote on a pair, the oldest first. */
    void pairVotes(String voice, OutputStream out) throws IOException {
        try (CSVPrinter csv = csv(
                out,
                "id",
                "sentence",
                "first_version",
                "second_version",
                "challenger_version",
                "preference",
                "heard_to_end",
                "listener",
                "given_at")) {
            each(
                    """
                    SELECT a.token, f.text, vf.number AS first, vs.number AS second, a.first = a.challenger AS challenger_first,
                           p.preference, a.heard, a.listener, p.given_at
                    FROM assignment a JOIN pair_vote p ON p.assignment = a.token
                    JOIN sentence f ON f.id = a.first JOIN sentence s ON s.id = a.second
                    LEFT JOIN version vf ON vf.voice = f.voice AND vf.sha256 = f.sha256
                    LEFT JOIN version vs ON vs.voice = s.voice AND vs.sha256 = s.sha256
                    WHERE a.voice = ? ORDER BY p.given_at, a.token""",
                    voice,
                    row -> csv.printRecord(
                            row.getString("token"),
                            row.getString("text"),
                            row.getString("first"),
                            row.getString("second"),
                            row.getString(row.getBoolean("challenger_first") ? "first" : "second"),
                            row.getString("preference"),
                            row.getObject("heard", Boolean.class),
                            row.getString("listener"),
                            moment(row.getTimestamp("given_at"))));
        }
    }

    /**
     * Writes the approved recordings of a voice as a ZIP file of pairs, which {@code prepare} reads: {@code ID.wav} and its sentence in
     * {@code ID.txt}; and {@code recordings.csv} of all of them, which says of each whether its file was there.
     */
    void recordings(String voice, OutputStream out) throws IOException {
        StringBuilder table = new StringBuilder();
        try (ZipOutputStream zip = new ZipOutputStream(out);
                CSVPrinter csv = new CSVPrinter(table, CSVFormat.RFC4180)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            csv.printRecord("id", "sentence", "seconds", "recorded_at", "job", "file");
            each(
                    """
                    SELECT c.id, s.text, c.seconds, c.recorded_at, c.job FROM correction c JOIN sentence s ON s.id = c.sentence
                    WHERE c.voice = ? AND c.state = 'approved' ORDER BY c.recorded_at, c.id""",
                    voice,
                    row -> csv.printRecord(
                            row.getString("id"),
                            row.getString("text"),
                            row.getDouble("seconds"),
                            moment(row.getTimestamp("recorded_at")),
                            row.getString("job"),
                            add(row.getObject("id", UUID.class), row.getString("text"), zip)));
            entry(zip, "recordings.csv", table.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean add(UUID id, String text, ZipOutputStream zip) throws IOException {
        byte[] wav;
        try {
            wav = files.read(id);
        } catch (NoSuchFileException e) {
            return false;
        }
        entry(zip, id + ".wav", wav);
        entry(zip, id + ".txt", text.getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static CSVPrinter csv(OutputStream out, String... header) throws IOException {
        return new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                CSVFormat.RFC4180.builder().setHeader(header).get());
    }

    private static String text(String written) {
        return written == null || written.isEmpty() || FORMULA_STARTS.indexOf(written.charAt(0)) < 0
                ? written
                : "'" + written;
    }

    private static String moment(Timestamp moment) {
        return moment.toInstant().toString();
    }

    private void each(String query, String voice, RowWriter writer) throws IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false); // for the cursor
            try (PreparedStatement select = connection.prepareStatement(query)) {
                select.setFetchSize(FETCHED_ROWS);
                select.setString(1, voice);
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    writer.write(rows);
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException("the export of %s ends early: %s".formatted(voice, e.getMessage()), e);
        }
    }
}
