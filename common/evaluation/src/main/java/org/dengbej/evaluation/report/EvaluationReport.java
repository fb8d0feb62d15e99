package org.dengbej.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.Measure;
import org.dengbej.evaluation.Sound;
import org.dengbej.evaluation.SpokenUtterance;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.VoiceMeasures;
import org.dengbej.speech.audio.WavFile;

/**
 * The page of an evaluation, {@value #PAGE}. It needs no other file and no network; all that comes from outside is escaped.
 *
 * @param title      of the page
 * @param voices     one, or two side by side, which spoke the same utterances
 * @param curves     of each measure, its means at the evaluations so far; may be empty
 * @param recordings whether the recordings are on the page, to be heard beside the voices
 */
public record EvaluationReport(
        String title, List<Voice> voices, Map<VoiceMeasure, List<Point>> curves, boolean recordings) {

    public static final String PAGE = "report.html";

    /** Utterances that can be heard: a page of more is too large to open at ease. */
    private static final int MAX_HEARD = 12;

    private static final Map<VoiceMeasure, VoiceMeasure> REFERENCES = Map.of(
            VoiceMeasure.F0_MEDIAN, VoiceMeasure.F0_MEDIAN_RECORDED,
            VoiceMeasure.F0_LOW, VoiceMeasure.F0_LOW_RECORDED,
            VoiceMeasure.F0_HIGH, VoiceMeasure.F0_HIGH_RECORDED,
            VoiceMeasure.INTELLIGIBILITY, VoiceMeasure.INTELLIGIBILITY_RECORDED);

    /**
     * A voice that was evaluated.
     *
     * @param secondsPerFrame of its spectrograms
     */
    public record Voice(String name, Evaluation evaluation, double secondsPerFrame) {}

    /** A value at a step of the training. */
    public record Point(long step, double value) {}

    public EvaluationReport {
        voices = List.copyOf(voices);
        if (voices.isEmpty() || voices.size() > 2) {
            throw new IllegalArgumentException("a report is of one voice or two, found " + voices.size());
        }
    }

    /** A report with the recordings. */
    public EvaluationReport(String title, List<Voice> voices, Map<VoiceMeasure, List<Point>> curves) {
        this(title, voices, curves, true);
    }

    /** The page. */
    public String html() {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n"
                .formatted(Html.escape(title), style()));
        page.append("<h1>%s</h1>\n".formatted(Html.escape(title)));
        measures(page);
        if (!curves.isEmpty()) {
            curves(page);
        }
        utterances(page);
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream in = EvaluationReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measures(StringBuilder page) {
        boolean two = voices.size() == 2;
        page.append("<section>\n<h2>Measures</h2>\n<table class=\"measures\">\n<tr><th>mean, 95 % interval</th>");
        voices.forEach(
                voice -> page.append("<th>").append(Html.escape(voice.name())).append("</th>"));
        page.append(two ? "<th>difference, paired</th></tr>\n" : "</tr>\n");
        VoiceMeasures differences = two
                ? VoiceMeasures.differences(
                        voices.get(0).evaluation().utterances(),
                        voices.get(1).evaluation().utterances())
                : VoiceMeasures.NONE;
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            page.append("<tr><td>%s%s</td>".formatted(measure.title(), hint(measure)));
            for (Voice voice : voices) {
                cell(page, voice.evaluation().measures().get(measure), measure.unit());
            }
            if (two) {
                cell(page, differences.get(measure), measure.unit());
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n<p class=\"soft\">");
        page.append(
                "Score: the mean of distortion / 5 dB, log-F0 error / 0.15 and voicing error / 0.15, which is what a usable voice may have. ");
        page.append(
                "Intelligibility is judged by the voice itself; 0.5 is chance. Intervals are Student's, over utterances.</p>\n</section>\n");
    }

    private static String hint(VoiceMeasure measure) {
        return switch (measure.better()) {
            case LOWER -> " <span class=\"soft\">lower is better</span>";
            case HIGHER -> " <span class=\"soft\">higher is better</span>";
            case NEAR_ONE -> " <span class=\"soft\">best near 1</span>";
            case AS_RECORDED, NEITHER -> "";
        };
    }

    private static void cell(StringBuilder page, Optional<Measure> measure, String unit) {
        page.append("<td class=\"number\">");
        if (measure.isPresent()) {
            Measure value = measure.get();
            page.append("<b>%s</b> %s".formatted(Html.number(value.mean()), unit));
            page.append("<span class=\"soft\">%s</span>"
                    .formatted(
                            value.hasInterval()
                                    ? "%s to %s, n = %d"
                                            .formatted(
                                                    Html.number(value.lower()),
                                                    Html.number(value.upper()),
                                                    value.count())
                                    : "n = 1"));
        } else {
            page.append("<span class=\"soft\">none</span>");
        }
        page.append("</td>");
    }

    private void curves(StringBuilder page) {
        page.append("<h2>Evaluations so far</h2>\n<div class=\"charts\">\n");
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            List<Point> points = curves.getOrDefault(measure, List.of());
            if (!points.isEmpty() && !REFERENCES.containsValue(measure)) {
                VoiceMeasure reference = REFERENCES.get(measure);
                List<Point> others = reference == null ? List.of() : curves.getOrDefault(reference, List.of());
                String unit = measure.unit().isEmpty() ? "" : ", " + measure.unit();
                page.append("<figure><h3>%s%s</h3>%s%s</figure>\n"
                        .formatted(
                                measure.title(),
                                unit,
                                CurveFigure.svg(measure.title(), points, others),
                                others.isEmpty() ? "" : "<figcaption>pale: the recordings</figcaption>"));
            }
        }
        page.append("</div>\n");
    }

    private void utterances(StringBuilder page) {
        page.append(
                "<h2>Utterances</h2>\n<p class=\"soft\">Spectrograms of 80 mels; the line is F0, on the scale on the right.");
        int all = voices.get(0).evaluation().utterances().size();
        page.append(all > MAX_HEARD ? " The first %d of %d.</p>\n".formatted(MAX_HEARD, all) : "</p>\n");
        Map<String, SpokenUtterance> others = new HashMap<>();
        if (voices.size() == 2) {
            voices.get(1).evaluation().utterances().forEach(spoken -> others.put(spoken.id(), spoken));
        }
        voices.get(0).evaluation().utterances().stream().limit(MAX_HEARD).forEach(utterance -> {
            page.append("<section>\n<h3>%s</h3>\n<p class=\"soft\">%s</p>\n<div class=\"sounds\">\n"
                    .formatted(Html.escape(utterance.text()), Html.escape(utterance.id())));
            SpokenUtterance other = others.get(utterance.id());
            double seconds = Math.max(
                    utterance.recorded().audio().seconds(),
                    utterance.spoken().audio().seconds());
            seconds = other == null
                    ? seconds
                    : Math.max(seconds, other.spoken().audio().seconds());
            double frame = voices.get(0).secondsPerFrame();
            if (recordings) {
                sound(page, "Recording", utterance.recorded(), frame, "", seconds);
            }
            sound(page, voices.get(0).name(), utterance.spoken(), frame, summary(utterance), seconds);
            if (other != null) {
                sound(
                        page,
                        voices.get(1).name(),
                        other.spoken(),
                        voices.get(1).secondsPerFrame(),
                        summary(other),
                        seconds);
            }
            page.append("</div>\n</section>\n");
        });
    }

    private static void sound(
            StringBuilder page, String name, Sound sound, double secondsPerFrame, String summary, double seconds) {
        page.append("<figure><h4>%s</h4>\n".formatted(Html.escape(name)));
        page.append(SpectrogramFigure.svg(sound, secondsPerFrame, seconds, "spectrogram, " + name));
        page.append("\n<audio controls preload=\"metadata\" src=\"%s\"></audio>"
                .formatted(Html.uri("audio/wav", WavFile.encode(sound.audio()))));
        page.append("<figcaption>%s</figcaption></figure>\n".formatted(summary));
    }

    private static String summary(SpokenUtterance utterance) {
        StringBuilder summary = new StringBuilder();
        for (VoiceMeasure measure : List.of(
                VoiceMeasure.DISTORTION,
                VoiceMeasure.LOG_F0_ERROR,
                VoiceMeasure.VOICING_ERROR,
                VoiceMeasure.F0_MEDIAN)) {
            utterance
                    .value(measure)
                    .ifPresent(value -> summary.append(summary.isEmpty() ? "" : ", ")
                            .append("%s %s %s"
                                    .formatted(measure.title(), Html.number(value), measure.unit())
                                    .strip()));
        }
        return summary.toString();
    }
}
