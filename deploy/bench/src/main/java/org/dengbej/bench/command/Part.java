package org.dengbej.bench.command;

import static org.dengbej.bench.result.Quantity.KAFKA_BATCHES_PER_SECOND;
import static org.dengbej.bench.result.Quantity.PREP_CLIPS_PER_SECOND;
import static org.dengbej.bench.result.Quantity.SYNTHESIS_RTF;
import static org.dengbej.bench.result.Quantity.TRAIN_PEAK_MEMORY;
import static org.dengbej.bench.result.Quantity.TRAIN_STEP_SECONDS;

import ai.djl.Device;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.dengbej.bench.part.DataPreparation;
import org.dengbej.bench.part.KafkaBatches;
import org.dengbej.bench.part.KafkaTools;
import org.dengbej.bench.part.Materials;
import org.dengbej.bench.part.Synthesis;
import org.dengbej.bench.part.TrainStep;
import org.dengbej.bench.result.Quantity;
import org.dengbej.local.stack.JvmOptions;

/** What one process measures, with the JVM options that the launcher gives to the service that does it. */
enum Part {
    TRAINING(JvmOptions.TRAINER, TRAIN_STEP_SECONDS, TRAIN_PEAK_MEMORY) {
        @Override
        Map<Quantity, Double> measure(Setting setting) throws IOException {
            return TrainStep.measure(setting.materials, setting.device, TRAIN_STEPS);
        }
    },
    SYNTHESIS(JvmOptions.FEEDBACK, SYNTHESIS_RTF) {
        @Override
        Map<Quantity, Double> measure(Setting setting) throws IOException {
            return Synthesis.measure(setting.materials, setting.device, SENTENCES);
        }
    },
    PREPARATION(JvmOptions.SMALL, PREP_CLIPS_PER_SECOND) {
        @Override
        Map<Quantity, Double> measure(Setting setting) throws IOException {
            return DataPreparation.measure(setting.materials);
        }
    },
    KAFKA(JvmOptions.SMALL, KAFKA_BATCHES_PER_SECOND) {
        @Override
        Map<Quantity, Double> measure(Setting setting) throws IOException {
            return KafkaBatches.measure(setting.materials, setting.broker, BATCHES);
        }
    },
    KAFKA_TOOLS(JvmOptions.SMALL) {
        @Override
        Map<Quantity, Double> measure(Setting setting) throws IOException {
            return KafkaTools.measure(setting.materials, setting.broker, BATCHES);
        }
    };

    static final int TRAIN_STEPS = 5;
    static final int SENTENCES = 15;
    static final int BATCHES = 500;

    private final List<String> jvmOptions;
    private final List<Quantity> quantities;

    Part(List<String> jvmOptions, Quantity... quantities) {
        this.jvmOptions = jvmOptions;
        this.quantities = List.of(quantities);
    }

    /**
     * What a part is measured on and with.
     *
     * @param device of training and synthesis
     * @param broker bootstrap servers; null where the part needs none
     */
    record Setting(Materials materials, Device device, String broker) {}

    abstract Map<Quantity, Double> measure(Setting setting) throws IOException;

    List<String> jvmOptions() {
        return jvmOptions;
    }

    /** What it tells, in this order; empty for a peer. */
    List<Quantity> quantities() {
        return quantities;
    }
}
