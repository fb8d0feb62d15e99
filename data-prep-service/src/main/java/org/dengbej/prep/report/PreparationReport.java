package org.dengbej.prep.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerTotals;
import org.dengbej.speech.audio.Audio;

/** A report of what a preparation read, kept and rejected: {@value #REJECTED}, every rejection, and {@value #PAGE}, a page to look at. */
public final class PreparationReport implements AutoCloseable {

    public static final String REJECTED = "rejected.csv";
    public static final String PAGE = "report.html";

    private static final long MAX_SOUND_BYTES = 64L << 20;

    private final RejectionLog log;
    private final ReportTotals totals = new ReportTotals();

    /** {@code folder}: for what does not fit into memory. */
    public PreparationReport(Path folder) {
        this.log = new RejectionLog(folder);
    }

    public void kept(Recording recording, ClipMeasures measures, Map<String, Integer> dropped) {
        totals.kept(recording, measures, dropped);
    }

    /** A recording that was rejected; its file is read again where it is shown. */
    public void rejected(
            Recording recording, String reason, String detail, ClipMeasures measures, Map<String, Integer> dropped) {
        rejected(recording, reason, detail, measures, dropped, () -> file(recording));
    }

    /** A recording that was rejected after it was decoded; {@code decoded} is read where it is shown. */
    public void rejected(
            Recording recording, String reason, String detail, ClipMeasures measures, Supplier<Audio> decoded) {
        rejected(
                recording, reason, detail, measures, Map.of(), () -> Optional.of(EmbeddedSound.ofAudio(decoded.get())));
    }

    private void rejected(
            Recording recording,
            String reason,
            String detail,
            ClipMeasures measures,
            Map<String, Integer> dropped,
            Supplier<Optional<String>> sound) {
        log.add(recording, reason, detail);
        totals.rejected(recording, reason, detail, measures, dropped, sound);
    }

    private static Optional<String> file(Recording recording) {
        try {
            return EmbeddedSound.ofFile(recording.sound().read(MAX_SOUND_BYTES));
        } catch (IOException e) {
            return Optional.empty(); // the rejection says so itself
        }
    }

    /**
     * Writes both files into a folder.
     *
     * @param summary  what stands at the head of the page
     * @param speakers and their good speech
     */
    public void write(Path folder, ReportSummary summary, SpeakerTotals speakers, SpeakerChoice choice)
            throws IOException {
        try (OutputStream rows = Files.newOutputStream(folder.resolve(REJECTED))) {
            RejectionLog.writeHeader(rows);
            log.copyTo(rows);
        }
        ReportPage.write(folder, summary, totals, SpeakerBars.of(speakers, choice));
    }

    /** Writes the report of a shard into a folder, as a part that {@link JoinedReport} reads: rejections without a header, and totals. */
    public void writePart(Path folder) throws IOException {
        try (OutputStream rows = Files.newOutputStream(folder.resolve(REJECTED))) {
            log.copyTo(rows);
        }
        totals.part().write(folder);
    }

    @Override
    public void close() {
        log.close();
    }
}
