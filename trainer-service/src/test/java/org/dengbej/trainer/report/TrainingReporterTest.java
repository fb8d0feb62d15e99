package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.speech.audio.Audio;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.dengbej.vits.VitsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that cannot be made fails nothing. */
class TrainingReporterTest {

    private static final VitsConfig CONFIG = TinyVoice.fresh(3).config();

    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void aCheckpointThatIsBeingWritten() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        Files.createDirectory(checkpoint.resolve("samples"));
    }

    private static SynthesizedSpeech speech(int sampleRateHz, float... frames) {
        return new SynthesizedSpeech(new Audio(new float[8_000], sampleRateHz), List.of("a", "b"), frames);
    }

    private List<String> samples() throws IOException {
        try (var files = Files.list(checkpoint.resolve("samples"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSampleThatCannotBeDrawnLeavesTheOthersTheirPictures() throws IOException {
        try (TrainingReporter reporter = new TrainingReporter(folder, Optional.empty(), 0, CONFIG, true)) {
            // Given one of another rate than the voice's, one whose durations do not fit its symbols, and a good one
            TreeMap<String, SynthesizedSpeech> spoken = new TreeMap<>(
                    Map.of("01", speech(48_000, 3, 4), "02", speech(16_000, 3), "03", speech(16_000, 3, 4)));
            reporter.step(1, Map.of("loss", 1.0), Map.of());

            // When
            reporter.into(checkpoint, spoken, 1);

            // Then
            assertThat(samples()).containsExactly("01-alignment.png", "02.png", "03-alignment.png", "03.png");
            assertThat(checkpoint.resolve("losses.png")).isNotEmptyFile();
            assertThat(checkpoint.resolve("losses.json")).isNotEmptyFile();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsSkipped() throws IOException {
        try (TrainingReporter reporter = new TrainingReporter(folder, Optional.empty(), 0, CONFIG, true)) {
            Files.createDirectories(checkpoint.resolve("losses.png/in-the-way"));
            reporter.step(1, Map.of("loss", 1.0), Map.of());
            reporter.into(checkpoint, new TreeMap<>(), 1);
            assertThat(checkpoint.resolve("losses.json")).isNotEmptyFile();
        }
    }

    @Test
    void aTensorBoardFolderThatCannotBeMadeIsSkipped() throws IOException {
        Files.createFile(folder.resolve("tensorboard"));
        try (TrainingReporter reporter = new TrainingReporter(folder, Optional.empty(), 0, CONFIG, true)) {
            reporter.step(1, Map.of("loss", 1.0), Map.of());
            reporter.evaluated(1, Map.of("loss", 1.0), new Evaluation(List.of()));
            reporter.into(checkpoint, new TreeMap<>(), 1);
        }
        assertThat(checkpoint.resolve("losses.png")).isNotEmptyFile();
    }
}
