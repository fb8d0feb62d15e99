package org.dengbej.bench.part;

import static org.dengbej.bench.result.Metric.TRAIN_PEAK_MEMORY;
import static org.dengbej.bench.result.Metric.TRAIN_STEP_SECONDS;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dengbej.bench.result.Comparison;
import org.dengbej.bench.result.Metric;
import org.dengbej.events.DataRecipe;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.TrainingDefaults;
import org.dengbej.events.WeightedDataset;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.trainer.learner.BaseDiscriminators;
import org.dengbej.trainer.learner.BaseModel;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.learner.TrainingPlan;
import org.dengbej.trainer.step.MicroBatch;
import org.dengbej.trainer.step.OutOfMemoryPolicy;
import org.dengbej.trainer.step.StepOutcome;
import org.dengbej.trainer.step.TrainingStep;
import org.dengbej.vits.Voice;

/** The trainer's own step: objective {@code vits}, adversarial loss enabled, one micro-batch per step, both optimizers. */
public final class TrainStep {

    /** The first steps are slow: memory is fetched from the operating system, and code is compiled. */
    private static final int WARM_UP = 5;

    private TrainStep() {}

    /** Trains {@code steps} steps, after warm-up steps that are not counted. */
    public static Map<Metric, Double> measure(BenchmarkData data, Device device, int steps) throws IOException {
        try (Learner learner = learner(data.voice(), device)) {
            System.gc(); // as the trainer does when it has read the base model
            Iteration iteration = new Iteration(learner, data);
            for (int i = 0; i < WARM_UP; i++) {
                iteration.seconds();
            }
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                seconds.add(iteration.seconds());
            }
            return Map.of(TRAIN_STEP_SECONDS, Comparison.median(seconds), TRAIN_PEAK_MEMORY, peakMegabytes(device));
        }
    }

    /** Writes the trace of one step, in Chrome's format. */
    public static void profile(BenchmarkData data, Path trace) throws IOException {
        try (Learner learner = learner(data.voice(), Device.cpu())) {
            Iteration iteration = new Iteration(learner, data);
            for (int i = 0; i < WARM_UP; i++) {
                iteration.seconds();
            }
            // With shapes it would keep every tensor alive, and cost what is to be seen.
            JniUtils.startProfile(false, false, false);
            iteration.seconds();
            JniUtils.stopProfile(trace.toString());
        }
    }

    private static Learner learner(Path voice, Device device) {
        TrainVoice job = new TrainVoice(
                "bench",
                "bench",
                voice.toString(),
                List.of(new WeightedDataset("bench", 1.0)),
                TrainVoice.VITS,
                TrainingDefaults.NEW_VOICE.preset(),
                Hyperparameters.of(Map.of("discriminatorWarmUpSteps", 0, "fp16", false, "dropout", false)),
                URI.create("file:/nowhere"),
                null,
                null,
                1,
                List.of());
        TrainingPlan plan = TrainingPlan.of(job, new DataRecipe(1, 1, 1), OptionalLong.empty());
        Learner learner = new Learner(
                plan,
                new BaseModel(Voice.read(voice), new BaseDiscriminators.None("measured")),
                Optional.empty(),
                device);
        learner.beginStep(plan.schedule(), 0, 1);
        return learner;
    }

    /** Steps on the same batch. */
    private static final class Iteration {

        private final TrainingStep trainingStep;
        private final MicroBatch batch;

        Iteration(Learner learner, BenchmarkData data) throws IOException {
            batch = new MicroBatch(1, PreparedBatchCodec.read(Files.readAllBytes(data.batch())));
            trainingStep = new TrainingStep(
                    learner.objective(),
                    learner.optimizerStep(),
                    1,
                    OutOfMemoryPolicy.SKIP,
                    skipped -> {
                        throw new IllegalStateException("the batch was skipped: " + skipped.detail());
                    },
                    () -> false);
        }

        double seconds() {
            long begin = System.nanoTime();
            StepOutcome outcome = trainingStep.train(List.of(batch).iterator());
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (!(outcome instanceof StepOutcome.Stepped)) {
                throw new IllegalStateException("expected a step, found " + outcome);
            }
            return seconds;
        }
    }

    /** Peak memory of this process; on a GPU, whose allocator gives nothing back, the memory in use now. */
    private static double peakMegabytes(Device device) throws IOException {
        if (device.isGpu()) {
            return CudaUtils.getGpuMemory(device).getUsed() / 1e6;
        }
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(status -> status.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
    }
}
