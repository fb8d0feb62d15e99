package org.dengbej.local.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.Measure;
import org.dengbej.evaluation.SpokenUtterance;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.VoiceMeasures;
import org.dengbej.evaluation.report.EvaluationReport;
import org.dengbej.evaluation.report.EvaluationReport.Voice;

/**
 * Results of evaluating voices on the same recordings: a table, a page and a JSON file.
 *
 * @param voices one, or two to be compared
 */
public record EvaluatedVoices(List<Voice> voices) {

    public static final String JSON_FILE = "measures.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TITLE = "%-30s";
    private static final int CELL_WIDTH = 34;

    public EvaluatedVoices {
        voices = List.copyOf(voices);
        if (voices.isEmpty() || voices.size() > 2) {
            throw new IllegalArgumentException("one voice or two are evaluated, found " + voices.size());
        }
    }

    /** Second voice less first, over the utterances that both spoke; empty where there is one voice. */
    public Optional<VoiceMeasures> differences() {
        return voices.size() < 2
                ? Optional.empty()
                : Optional.of(VoiceMeasures.differences(spoken(voices.get(0)), spoken(voices.get(1))));
    }

    private static List<SpokenUtterance> spoken(Voice voice) {
        return voice.evaluation().utterances();
    }

    /** Prints a line for each measure: mean, 95 % interval, and how many utterances have it. */
    public void print(PrintWriter out) {
        int width = Math.max(
                CELL_WIDTH,
                voices.stream().mapToInt(voice -> voice.name().length()).max().orElse(0));
        String column = "  %-" + width + "s";
        StringBuilder head = new StringBuilder(TITLE.formatted("mean [95 % interval]"));
        voices.forEach(voice -> head.append(column.formatted(voice.name())));
        Optional<VoiceMeasures> differences = differences();
        if (differences.isPresent()) {
            head.append("  difference, paired");
        }
        out.println(head.toString().stripTrailing());
        for (VoiceMeasure measure : VoiceMeasure.values()) {
            StringBuilder line = new StringBuilder(TITLE.formatted(measure.title()));
            for (Voice voice : voices) {
                line.append(column.formatted(cell(voice.evaluation().measures().get(measure), measure)));
            }
            differences.ifPresent(paired -> line.append("  ").append(cell(paired.get(measure), measure)));
            out.println(line.toString().stripTrailing());
        }
        for (Voice voice : voices) {
            out.printf("utterances spoken: %d (%s)%n", spoken(voice).size(), voice.name());
        }
        out.flush();
    }

    private static String cell(Optional<Measure> found, VoiceMeasure measure) {
        if (found.isEmpty()) {
            return "none";
        }
        Measure value = found.get();
        String unit = measure.unit().isEmpty() ? "" : " " + measure.unit();
        return value.hasInterval()
                ? String.format(Locale.ROOT, "%.3f%s [%.3f, %.3f]", value.mean(), unit, value.lower(), value.upper())
                : String.format(Locale.ROOT, "%.3f%s", value.mean(), unit);
    }

    /** Writes the page and the JSON file into a folder. */
    public void write(Path folder, String title) throws IOException {
        String page = new EvaluationReport(title, voices, Map.of()).html();
        Files.write(folder.resolve(EvaluationReport.PAGE), page.getBytes(StandardCharsets.UTF_8));
        Files.write(
                folder.resolve(JSON_FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json()));
    }

    private Map<String, Object> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Voice voice : voices) {
            Evaluation evaluation = voice.evaluation();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("model", voice.name());
            fields.put("measures", json(evaluation.measures()));
            fields.put(
                    "utterances",
                    evaluation.utterances().stream().map(EvaluatedVoices::json).toList());
            all.add(fields);
        }
        Map<String, Object> json = new LinkedHashMap<>(Map.of("voices", all));
        differences().ifPresent(differences -> json.put("differences", json(differences)));
        return json;
    }

    private static Map<String, Object> json(VoiceMeasures measures) {
        Map<String, Object> json = new LinkedHashMap<>();
        measures.values().forEach((measure, value) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("mean", value.mean());
            if (value.hasInterval()) {
                fields.put("lower", value.lower());
                fields.put("upper", value.upper());
            }
            fields.put("count", value.count());
            json.put(measure.key(), fields);
        });
        return json;
    }

    private static Map<String, Object> json(SpokenUtterance utterance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", utterance.id());
        json.put("text", utterance.text());
        utterance.values().forEach((measure, value) -> json.put(measure.key(), value));
        return json;
    }
}
