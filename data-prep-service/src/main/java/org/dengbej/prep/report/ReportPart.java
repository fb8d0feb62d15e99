package org.dengbej.prep.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A shard's part of a report's totals, as a JSON file that whichever replica joins the shards reads.
 *
 * @param reasons    in the order in which each was first met
 * @param seconds    bins of the durations
 * @param loudness   bins of the levels
 * @param snr        bins of the signal-to-noise ratio
 * @param rate       bins of the speaking rate
 * @param characters of the texts
 */
record ReportPart(
        List<ReasonSummary> reasons,
        Map<Integer, Histogram.Clips> seconds,
        Map<Integer, Histogram.Clips> loudness,
        Map<Integer, Histogram.Clips> snr,
        Map<Integer, Histogram.Clips> rate,
        CharacterCounts.Counts characters) {

    static final String FILE = "report.json";

    /** Of a shard's sounds, as text: a set has many shards, of which the page plays the first examples. */
    private static final int MAX_EMBEDDED_CHARACTERS = 2 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    ReportPart {
        reasons = ReasonSummary.withSoundsWithin(MAX_EMBEDDED_CHARACTERS, reasons);
    }

    /** A character that UTF-8 has no form of, half of a pair of surrogates, becomes a question mark. */
    void write(Path folder) throws IOException {
        try (Writer out = new OutputStreamWriter(Files.newOutputStream(folder.resolve(FILE)), StandardCharsets.UTF_8)) {
            JSON.writeValue(out, this);
        }
    }

    static ReportPart read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve(FILE).toFile(), ReportPart.class);
    }
}
