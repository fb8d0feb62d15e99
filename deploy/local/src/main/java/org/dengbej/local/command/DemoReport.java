package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.MeasuredValue;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.VoiceBuilder;
import org.dengbej.local.report.JsonReport;

/** The demo's report, {@code report.json}. */
final class DemoReport {

    private DemoReport() {}

    /** The report's place in a work folder, which is looked at before any work is done. */
    static JsonReport in(Path folder) {
        return new JsonReport(folder.resolve("report.json"), "demo");
    }

    static Path write(
            Path folder, DatasetPrepared dataset, JobClient.Trained trained, DemoListener.Heard heard, double seconds)
            throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("batches_published", dataset.batches());
        report.put("batches_trained", trained.completed().batchesTrained());
        report.put("optimizer_steps", trained.completed().steps());
        report.put("batches_skipped", trained.completed().batchesSkipped());
        report.put("losses", trained.completed().epochLosses());
        report.put("checkpoints", checkpoints(trained.checkpoints()));
        report.put("voice_before", measures(trained.evaluations(), 0));
        report.put(
                "voice_after",
                measures(trained.evaluations(), trained.completed().modelStep()));
        report.put("ratings", heard.ratings());
        report.put("trigger", heard.trigger());
        report.put("fine_tune_job", heard.job());
        report.put("first_step_seconds", heard.firstStepSeconds());
        report.put("fine_tune_checkpoint", checkpoint(heard.checkpoint()));
        Optional<VoiceBuilder.Version> challenger = heard.challenger();
        report.put("challenger", challenger.map(DemoReport::challenger).orElse(null));
        Optional<VoiceBuilder.Pairs> pairs = challenger.flatMap(VoiceBuilder.Version::pairs);
        report.put("pairs", pairs.map(VoiceBuilder.Pairs::votes).orElse(0));
        report.put("win_rate", pairs.map(DemoReport::winRate).orElse(null));
        report.put("decision", challenger.map(DemoReport::decision).orElse("kept"));
        report.put(
                "decision_reason",
                challenger.map(VoiceBuilder.Version::reason).orElse("no step was better than the voice before"));
        report.put("seconds", seconds);
        JsonReport file = in(folder);
        file.write(report);
        return file.file();
    }

    private static Map<String, Object> challenger(VoiceBuilder.Version version) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version.number());
        fields.put("uri", version.uri());
        fields.put("sha256", version.sha256());
        return fields;
    }

    private static Map<String, Object> winRate(VoiceBuilder.Pairs pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", pairs.winRate());
        fields.put("interval", List.of(pairs.lower(), pairs.upper()));
        return fields;
    }

    private static String decision(VoiceBuilder.Version version) {
        return switch (version.state()) {
            case "champion" -> "promoted";
            case "retired" -> "kept";
            default -> "open";
        };
    }

    /** The measures at a step; none where that was not evaluated. */
    private static Map<String, MeasuredValue> measures(List<EpochEvaluated> evaluations, long step) {
        return evaluations.stream()
                .filter(evaluated -> evaluated.step() == step)
                .reduce((first, second) -> second)
                .map(EpochEvaluated::measures)
                .orElse(Map.of());
    }

    private static List<Map<String, Object>> checkpoints(List<CheckpointSaved> saved) {
        return saved.stream().map(DemoReport::checkpoint).toList();
    }

    private static Map<String, Object> checkpoint(CheckpointSaved saved) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uri", saved.uri());
        fields.put("step", saved.step());
        fields.put("sha256", saved.sha256());
        return fields;
    }
}
