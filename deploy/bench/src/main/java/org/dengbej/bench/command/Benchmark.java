package org.dengbej.bench.command;

import static org.dengbej.bench.result.Metric.KAFKA_BATCHES_PER_SECOND;
import static org.dengbej.bench.result.Metric.PREP_CLIPS_PER_SECOND;
import static org.dengbej.bench.result.Metric.SYNTHESIS_RTF;
import static org.dengbej.bench.result.Metric.TRAIN_PEAK_MEMORY;
import static org.dengbej.bench.result.Metric.TRAIN_STEP_SECONDS;

import ai.djl.Device;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.dengbej.bench.part.BenchmarkData;
import org.dengbej.bench.part.DataPreparation;
import org.dengbej.bench.part.KafkaBatches;
import org.dengbej.bench.part.KafkaTools;
import org.dengbej.bench.part.Synthesis;
import org.dengbej.bench.part.TrainStep;
import org.dengbej.bench.result.Metric;
import org.dengbej.local.stack.JvmOptions;

/** A benchmark that one process runs, with the JVM options that the launcher gives to the service that does the same. */
enum Benchmark {
    TRAINING(JvmOptions.TRAINER, TRAIN_STEP_SECONDS, TRAIN_PEAK_MEMORY) {
        @Override
        Map<Metric, Double> measure(Setting setting) throws IOException {
            return TrainStep.measure(setting.data, setting.device, TRAIN_STEPS);
        }
    },
    SYNTHESIS(JvmOptions.FEEDBACK, SYNTHESIS_RTF) {
        @Override
        Map<Metric, Double> measure(Setting setting) throws IOException {
            return Synthesis.measure(setting.data, setting.device, SENTENCES);
        }
    },
    PREPARATION(JvmOptions.SMALL, PREP_CLIPS_PER_SECOND) {
        @Override
        Map<Metric, Double> measure(Setting setting) throws IOException {
            return DataPreparation.measure(setting.data);
        }
    },
    KAFKA(JvmOptions.SMALL, KAFKA_BATCHES_PER_SECOND) {
        @Override
        Map<Metric, Double> measure(Setting setting) throws IOException {
            return KafkaBatches.measure(setting.data, setting.broker, BATCHES);
        }
    },
    KAFKA_TOOLS(JvmOptions.SMALL) {
        @Override
        Map<Metric, Double> measure(Setting setting) throws IOException {
            return KafkaTools.measure(setting.data, setting.broker, BATCHES);
        }
    };

    static final int TRAIN_STEPS = 5;
    static final int SENTENCES = 15;
    static final int BATCHES = 500;

    private final List<String> jvmOptions;
    private final List<Metric> metrics;

    Benchmark(List<String> jvmOptions, Metric... metrics) {
        this.jvmOptions = jvmOptions;
        this.metrics = List.of(metrics);
    }

    /**
     * The setting of a benchmark.
     *
     * @param device of training and synthesis
     * @param broker bootstrap servers; null where the benchmark needs none
     */
    record Setting(BenchmarkData data, Device device, String broker) {}

    abstract Map<Metric, Double> measure(Setting setting) throws IOException;

    List<String> jvmOptions() {
        return jvmOptions;
    }

    /** The metrics of its result, in this order; empty for a peer. */
    List<Metric> metrics() {
        return metrics;
    }
}
