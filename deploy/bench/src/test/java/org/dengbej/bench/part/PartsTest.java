package org.dengbej.bench.part;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.bench.result.Metric;
import org.dengbej.bench.result.OperatorShares;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.vits.VitsConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark once, with the small voice. */
class PartsTest {

    @TempDir
    static Path folder;

    private static BenchmarkData data;

    @BeforeAll
    static void make() throws IOException {
        data = new BenchmarkData(folder);
        data.make(Size.DEMO, 2);
    }

    @Test
    void aStepTakesTimeAndMemory() throws IOException {
        Map<Metric, Double> measured = TrainStep.measure(data, Device.cpu(), 1);

        assertThat(measured.get(Metric.TRAIN_STEP_SECONDS)).isPositive();
        assertThat(measured.get(Metric.TRAIN_PEAK_MEMORY)).isBetween(100.0, 100_000.0);
    }

    @Test
    void aStepsProfileNamesItsConvolutions() throws IOException {
        Path trace = folder.resolve("trace.json");

        TrainStep.profile(data, trace);

        assertThat(OperatorShares.read(trace).operators())
                .extracting(OperatorShares.Operator::name)
                .anyMatch(name -> name.contains("convolution_backward"));
    }

    @Test
    void synthesisIsMeasuredPerSecondOfSpeech() throws IOException {
        assertThat(Synthesis.measure(data, Device.cpu(), 1).get(Metric.SYNTHESIS_RTF))
                .isPositive();
    }

    @Test
    void aReferenceHasAllThatAnotherImplementationNeeds() throws IOException {
        Path file = folder.resolve("spoken.safetensors");

        SpokenReference.write(data.voice(), "Silav", file);

        Safetensors spoken = Safetensors.read(file);
        long frames = spoken.tensors().get("infer_noise_prior").shape()[2];
        assertThat(spoken.metadata()).containsEntry("text", "Silav");
        assertThat(spoken.tensors().get("input_ids").shape()).containsExactly(1, 11);
        assertThat(spoken.tensors().get("infer_noise_duration").shape()).containsExactly(1, 2, 11);
        assertThat(spoken.tensors().get("infer_waveform").shape())
                .containsExactly(1, VitsConfig.read(data.voice()).hopSamples() * frames);
    }

    @Test
    void everyCopyOfTheSampleIsPrepared() throws IOException {
        data.copyRecordings(Path.of("../sample-data"), 2);

        assertThat(DataPreparation.measure(data).get(Metric.PREP_CLIPS_PER_SECOND))
                .isPositive();
    }

    @Test
    void batchesAndRecordsOfTheSameSizePassTheBroker() throws IOException {
        String broker = KafkaTestResource.bootstrapServers();

        List<Map<Metric, Double>> both =
                List.of(KafkaBatches.measure(data, broker, 5), KafkaTools.measure(data, broker, 5));

        assertThat(both)
                .allSatisfy(measured -> assertThat(measured.get(Metric.KAFKA_BATCHES_PER_SECOND))
                        .isPositive());
    }
}
