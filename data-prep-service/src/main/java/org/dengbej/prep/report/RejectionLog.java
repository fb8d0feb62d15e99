package org.dengbej.prep.report;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dengbej.prep.source.Recording;

/**
 * Every rejection as a row of comma-separated values (RFC 4180, UTF-8): file, row, reason, value, text. They are streamed to a file that
 * is gone with this log, and copied from there, so that there may be any number of them. The header is apart: rows of several logs may
 * follow one another.
 */
final class RejectionLog implements AutoCloseable {

    private static final String[] HEADER = {"file", "row", "reason", "value", "text"};

    private final Path folder;
    private FileChannel file;
    private CSVPrinter printer;

    /** {@code folder}: for the file, which is made with the first rejection. */
    RejectionLog(Path folder) {
        this.folder = folder;
    }

    void add(Recording recording, String reason, String detail) {
        try {
            if (printer == null) {
                open();
            }
            printer.printRecord(
                    recording.origin().file(),
                    recording.origin().row() == 0 ? "" : recording.origin().row(),
                    reason,
                    detail,
                    recording.text());
        } catch (IOException e) {
            throw new UnwritableReportException(folder, e);
        }
    }

    private void open() throws IOException {
        Path path = Files.createTempFile(Files.createDirectories(folder), "dengbej-rejected-", ".csv");
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        printer = new CSVPrinter(Channels.newWriter(file, StandardCharsets.UTF_8), CSVFormat.RFC4180);
    }

    /** Writes the names of the columns. */
    static void writeHeader(OutputStream out) throws IOException {
        StringWriter header = new StringWriter();
        new CSVPrinter(header, CSVFormat.RFC4180).printRecord((Object[]) HEADER);
        out.write(header.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Copies all rows, none where nothing was rejected. */
    void copyTo(OutputStream out) throws IOException {
        if (printer == null) {
            return;
        }
        printer.flush();
        WritableByteChannel target = Channels.newChannel(out);
        long size = file.size();
        for (long position = 0; position < size; ) {
            position += file.transferTo(position, size - position, target);
        }
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            Log.warnf(e, "file of rejections not closed: folder=%s", folder);
        }
    }
}
