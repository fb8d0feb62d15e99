package org.dengbej.prep.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The page of a report: one HTML file that needs no other. All that comes from outside is escaped. */
final class ReportPage {

    private static final int MAX_CHARACTERS = 80;

    /** Of all sounds of a page, as text. */
    private static final int MAX_EMBEDDED_CHARACTERS = 8 << 20;

    private static final Template TEMPLATE = template();

    private ReportPage() {}

    private static Template template() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.html")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                    .build()
                    .parse(text, Variant.forContentType(Variant.TEXT_HTML));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path folder, ReportSummary summary, ReportTotals totals, SpeakerBars speakers)
            throws IOException {
        String page = TEMPLATE.data("summary", summary)
                .data("hours", String.format(Locale.ROOT, "%.2f", summary.hours()))
                .data("rejected", totals.rejected())
                .data("recordings", summary.clips() + totals.rejected() + summary.unused())
                .data("charts", charts(totals, speakers))
                .data("reasons", reasons(totals))
                .render();
        Files.write(folder.resolve(PreparationReport.PAGE), page.getBytes(StandardCharsets.UTF_8));
    }

    private static List<BarChart> charts(ReportTotals totals, SpeakerBars speakers) {
        List<BarChart> charts = new ArrayList<>();
        add(charts, "Durations", "seconds", "", totals.seconds());
        add(charts, "Levels", "LUFS", "What is quieter than -70 LUFS stands at -70", totals.loudness());
        add(charts, "Signal-to-noise ratio", "dB", "What is less than -20 dB stands at -20", totals.snr());
        add(charts, "Speaking rate", "characters per second", "", totals.rate());
        List<CharacterCounts.Count> characters = totals.characters().mostFirst(MAX_CHARACTERS);
        if (!characters.isEmpty()) {
            charts.add(BarChart.of(
                    "Letters",
                    "Times in the texts, on a logarithmic scale; red: the voice has no form of it",
                    characters));
        }
        speakers.chart().ifPresent(charts::add);
        return charts;
    }

    private static void add(List<BarChart> charts, String title, String unit, String note, Histogram histogram) {
        if (!histogram.isEmpty()) {
            charts.add(BarChart.of(title, unit, note, histogram));
        }
    }

    private static List<ReasonSummary> reasons(ReportTotals totals) {
        return ReasonSummary.withSoundsWithin(MAX_EMBEDDED_CHARACTERS, totals.reasons()).stream()
                .sorted(Comparator.comparing(reason -> -reason.count()))
                .toList();
    }
}
