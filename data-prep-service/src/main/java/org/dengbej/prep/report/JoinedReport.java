package org.dengbej.prep.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dengbej.events.SpeakerSummary;

/**
 * The report of a preparation in shards, joined from the parts that they left ({@link PreparationReport#writePart}).
 *
 * @param summary  what stands at the head of the page
 * @param speakers and their good speech
 */
public record JoinedReport(ReportSummary summary, SpeakerSummary speakers) {

    /**
     * Writes both files into a folder.
     *
     * @param parts        the folder of each shard, in the order of the source
     * @param interruption called before each part; what it throws ends the writing
     */
    public void write(Path folder, List<Path> parts, Runnable interruption) throws IOException {
        ReportTotals totals = new ReportTotals();
        try (OutputStream rows =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve(PreparationReport.REJECTED)))) {
            RejectionLog.writeHeader(rows);
            for (Path part : parts) {
                interruption.run();
                Files.copy(part.resolve(PreparationReport.REJECTED), rows);
                totals.add(ReportPart.read(part));
            }
        }
        ReportPage.write(folder, summary, totals, SpeakerBars.of(speakers));
    }
}
