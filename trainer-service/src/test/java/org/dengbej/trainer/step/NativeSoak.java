package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.loss.LossCoefficients;
import org.dengbej.vits.weights.FreshWeights;
import org.junit.jupiter.api.Test;

/**
 * Soak test of the native engine: syntheses and training steps of ever new shapes in one process. For each shape oneDNN generates
 * kernels of machine code, of which it keeps those of the last 1,024 primitives; neither they nor the memory allocator may grow
 * without end, use up the process's mappings, or crash it.
 *
 * <p>Not part of the ordinary tests: {@code mvn -Psoak test -pl trainer-service -am}; {@code -Dsoak.rounds=N} for another number of
 * rounds than 500. The profile gives the Java heap all its memory at the start, so that what grows is native.
 */
class NativeSoak {

    private static final int ROUNDS = Integer.getInteger("soak.rounds", 500);
    private static final int SYNTHESES_PER_ROUND = 6;
    private static final int SHORTEST_TOKENS = 5;

    /** After these oneDNN's cache is full, and the longest texts were spoken or nearly so. */
    private static final int WARM_UP_ROUNDS = Math.max(1, ROUNDS / 5);

    private static final double MAX_GROWTH = 1.25;

    /** A tenth of what Linux allows a process by default ({@code vm.max_map_count}). */
    private static final long MAX_MAPPINGS = 6_553;

    private final Random random = new Random(1);
    private final Voice voice = TinyVoice.fresh(1);

    @Test
    void memoryStaysFlatOverThousandsOfShapes() throws IOException {
        // Given texts of all different lengths, in any order
        List<Integer> lengths = new ArrayList<>(IntStream.range(0, ROUNDS * SYNTHESES_PER_ROUND)
                .map(i -> SHORTEST_TOKENS + i)
                .boxed()
                .toList());
        Collections.shuffle(lengths, random);
        long warmKilobytes = 0;

        // When
        try (Speaker speaker = new Speaker();
                Trainer trainer = new Trainer()) {
            for (int round = 1; round <= ROUNDS; round++) {
                int first = (round - 1) * SYNTHESES_PER_ROUND;
                lengths.subList(first, first + SYNTHESES_PER_ROUND).forEach(speaker::speak);
                trainer.step(round);
                if (round == WARM_UP_ROUNDS) {
                    warmKilobytes = residentKilobytes();
                }
                if (round % Math.max(1, ROUNDS / 20) == 0) {
                    System.out.printf(
                            "round=%d syntheses=%d residentMegabytes=%d mappings=%d%n",
                            round, round * SYNTHESES_PER_ROUND, residentKilobytes() / 1024, mappings());
                }
            }
        }

        // Then
        assertThat(residentKilobytes()).isLessThan((long) (warmKilobytes * MAX_GROWTH));
        assertThat(mappings()).isLessThan(MAX_MAPPINGS);
    }

    private long[] tokens(int count) {
        return random.longs(count, 0, voice.config().vocabSize()).toArray();
    }

    private static long residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String line = lines.filter(status -> status.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        }
    }

    private final class Speaker implements AutoCloseable {

        private final VitsModel model = VitsModel.of(voice, Device.cpu());
        private final Synthesizer synthesizer = Synthesizer.borrowing(model, voice.tokenizer());

        void speak(int tokens) {
            assertThat(synthesizer
                            .synthesize(tokens(tokens), tokens, SynthesisOptions.of(synthesizer.config()))
                            .seconds())
                    .isPositive();
        }

        @Override
        public void close() {
            synthesizer.close();
            model.close();
        }
    }

    /** Steps of the full objective on batches of unlike size, text and duration. */
    private final class Trainer implements AutoCloseable {

        private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.8, 0.99, 1e-9, 0.01);
        private static final double LEARNING_RATE = 1e-5;

        private final VitsModel model = VitsModel.forTraining(voice, Device.cpu(), Precision.FLOAT32);
        private final DiscriminatorModel discriminators = new DiscriminatorModel(
                DiscriminatorConfig.of(voice.config()), new FreshWeights(2), Device.cpu(), true, Precision.FLOAT32);
        private final VitsObjective objective =
                new VitsObjective(model, discriminators, new LossCoefficients(45.0, 1.0, 1.0, 1.0, 1.0, 1.0), 7, true);
        private final AdamW generatorOptimizer = new AdamW(model.parameters(), SETTINGS, LEARNING_RATE);
        private final AdamW discriminatorOptimizer = new AdamW(discriminators.parameters(), SETTINGS, LEARNING_RATE);
        private final TrainingStep step = new TrainingStep(
                objective,
                new OptimizerStep(List.of(generatorOptimizer, discriminatorOptimizer), GradScaler.disabled(), 0),
                1,
                OutOfMemoryPolicy.SKIP,
                skipped -> {
                    throw new AssertionError(skipped.detail());
                },
                () -> false);

        void step(int number) {
            List<PreparedUtterance> utterances = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(item -> new PreparedUtterance(
                            number + "." + item,
                            tokens(5 + random.nextInt(12)),
                            noise(9_000 + random.nextInt(40_000)),
                            1))
                    .toList();
            PreparedBatch batch =
                    new PreparedBatch("soak", number, voice.config().samplingRate(), utterances);
            assertThat(step.train(List.of(new MicroBatch(1, batch)).iterator()))
                    .isInstanceOf(StepOutcome.Stepped.class);
        }

        private short[] noise(int samples) {
            short[] pcm = new short[samples];
            for (int i = 0; i < samples; i++) {
                pcm[i] = (short) (3000 * random.nextGaussian());
            }
            return pcm;
        }

        @Override
        public void close() {
            generatorOptimizer.close();
            discriminatorOptimizer.close();
            objective.close();
            discriminators.close();
            model.close();
        }
    }
}
