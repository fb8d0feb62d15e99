package org.dengbej.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetPrepared;

/** What the demo did, as {@code report.json}. */
final class DemoReport {

    private DemoReport() {}

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
        report.put("ratings", heard.ratings());
        report.put("corrections", heard.corrections());
        report.put("fine_tune_job", heard.job());
        report.put("fine_tune_checkpoint", checkpoint(heard.checkpoint()));
        report.put("seconds", seconds);
        Path file = folder.resolve("report.json");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        return file;
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
