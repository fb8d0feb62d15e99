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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.dengbej.events.Abbreviate;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerTotals;

/** The page of a report: one HTML file that needs no other. All that comes from outside is escaped. */
final class ReportPage {

    private static final int MAX_SPEAKERS = 30;
    private static final int MAX_CHARACTERS = 80;
    private static final int MAX_TEXT_CHARACTERS = 500;

    private static final Template TEMPLATE = template();

    /** A reason with some of its rejections, as the template has it. */
    public record Reason(String name, int count, List<Example> examples) {}

    /** {@code sound}: blank where there is none. */
    public record Example(String origin, String detail, String text, String sound) {}

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

    static String of(ReportSummary summary, PreparationReport report, SpeakerTotals speakers, SpeakerChoice choice) {
        int rejected = report.reasons().values().stream()
                .mapToInt(PreparationReport.Reason::count)
                .sum();
        return TEMPLATE.data("summary", summary)
                .data("hours", String.format(Locale.ROOT, "%.2f", summary.hours()))
                .data("rejected", rejected)
                .data("recordings", summary.clips() + rejected + summary.unused())
                .data("charts", charts(report, speakers, choice))
                .data("reasons", reasons(report))
                .render();
    }

    private static List<BarChart> charts(PreparationReport report, SpeakerTotals speakers, SpeakerChoice choice) {
        List<BarChart> charts = new ArrayList<>();
        add(charts, "Durations", "seconds", "", report.seconds());
        add(charts, "Levels", "LUFS", "What is quieter than -70 LUFS stands at -70", report.loudness());
        add(charts, "Signal-to-noise ratio", "dB", "What is less than -20 dB stands at -20", report.snr());
        add(charts, "Speaking rate", "characters per second", "", report.rate());
        List<CharacterCounts.Count> characters = report.characters().mostFirst(MAX_CHARACTERS);
        if (!characters.isEmpty()) {
            charts.add(BarChart.of(
                    "Letters",
                    "Times in the texts, on a logarithmic scale; red: the voice has no form of it",
                    characters));
        }
        List<SpeakerTotals.Total> most = speakers.mostFirst();
        if (!most.isEmpty()) {
            charts.add(BarChart.ofRows("Good speech by speaker", speakersNote(most.size()), rows(most, choice)));
        }
        return charts;
    }

    private static void add(List<BarChart> charts, String title, String unit, String note, Histogram histogram) {
        if (!histogram.isEmpty()) {
            charts.add(BarChart.of(title, unit, note, histogram));
        }
    }

    private static String speakersNote(int speakers) {
        return speakers <= MAX_SPEAKERS ? "" : "The first %d of %d speakers".formatted(MAX_SPEAKERS, speakers);
    }

    private static List<BarChart.Row> rows(List<SpeakerTotals.Total> most, SpeakerChoice choice) {
        return most.stream()
                .limit(MAX_SPEAKERS)
                .map(total -> new BarChart.Row(
                        total.speaker(),
                        total.seconds(),
                        "%s, %d of %d clips".formatted(time(total.seconds()), total.clips(), total.recordings()),
                        choice.reject(total.speaker()).isEmpty()))
                .toList();
    }

    private static String time(double seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%.2f h", seconds / 3600);
    }

    private static List<Reason> reasons(PreparationReport report) {
        Stream<Map.Entry<String, PreparationReport.Reason>> mostFirst = report.reasons().entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().count()));
        return mostFirst
                .map(entry -> new Reason(
                        entry.getKey(),
                        entry.getValue().count(),
                        entry.getValue().examples().stream()
                                .map(ReportPage::example)
                                .toList()))
                .toList();
    }

    private static Example example(PreparationReport.Example example) {
        String text = example.recording().text();
        return new Example(
                example.recording().origin().toString(),
                Abbreviate.of(example.detail(), MAX_TEXT_CHARACTERS),
                text == null ? "" : Abbreviate.of(text, MAX_TEXT_CHARACTERS),
                example.sound().orElse(""));
    }
}
