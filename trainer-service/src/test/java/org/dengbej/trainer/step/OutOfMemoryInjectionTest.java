package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.safetensors.Tensor;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.trainer.step.RefusingAllocator.BatchLocation;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.loss.LossCoefficients;
import org.dengbej.vits.weights.FreshWeights;
import org.dengbej.vits.weights.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The allocator refuses, for real, in each place of a step from which the engine is called: one place after the other. */
class OutOfMemoryInjectionTest {

    private static final LossCoefficients WEIGHTS = new LossCoefficients(45.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01);

    /** A batch's decoding, forward, losses and backward. */
    private static final String BATCH = "batch";

    /** The phases of a step before it moves a weight. */
    private static final String STEP = "step";

    /** Weights move. */
    private static final String MOVE = "move";

    private final Voice voice = TinyVoice.fresh(1);
    private final VitsModel model = VitsModel.forTraining(voice, Device.cpu(), Precision.FLOAT32);
    private final DiscriminatorModel discriminators = new DiscriminatorModel(
            DiscriminatorConfig.of(voice.config()), new FreshWeights(2), Device.cpu(), true, Precision.FLOAT32);
    private final Map<String, Tensor> generatorBefore = model.parameters().copyOut();
    private final Map<String, Tensor> discriminatorsBefore =
            discriminators.parameters().copyOut();
    private final List<SkippedBatch> skipped = new ArrayList<>();

    /** A batch of two utterances, and one that is trained in its stead where it is skipped. */
    private final List<PreparedBatch> epoch =
            List.of(TinyVoice.batches(1, 2).get(0), TinyVoice.batches(3, 1).get(2));

    private Objective objective;

    private void objective(String name) {
        objective = name.equals(MelObjective.NAME)
                ? new MelObjective(model, 7)
                : new VitsObjective(model, discriminators, WEIGHTS, 7, true);
    }

    @AfterEach
    void close() {
        objective.close();
        discriminators.close();
        model.close();
    }

    /** The weights after one step of one batch, from the beginning. */
    private Map<String, float[]> trained(OutOfMemoryPolicy policy, List<PreparedBatch> batches) {
        model.parameters().load(generatorBefore);
        discriminators.parameters().load(discriminatorsBefore);
        skipped.clear();
        try (AdamW ofDiscriminators = new AdamW(discriminators.parameters(), SETTINGS, 1e-3);
                AdamW ofGenerator = new AdamW(model.parameters(), SETTINGS, 1e-3)) {
            OptimizerStep step = new OptimizerStep(List.of(ofDiscriminators, ofGenerator), GradScaler.enabled(), 1);
            new TrainingStep(objective, step, 1, policy, skipped::add, () -> false)
                    .train(batches.stream()
                            .map(batch -> new MicroBatch(1, batch))
                            .iterator());
        }
        return weights();
    }

    private Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        model.parameters().copyOut().forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
        discriminators.parameters().copyOut().forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
        return weights;
    }

    /** Of a step; empty for what allocates nothing. */
    private static Optional<String> phase(List<StackFrame> frames) {
        if (!isIn(frames, TrainingStep.class, "train")
                || isIn(frames, Parameters.class, "zeroGradients")
                || isIn(frames, Parameters.class, "unfreeze")
                || frames.get(0).getMethodName().equals("close")) {
            return Optional.empty();
        }
        return Optional.of(
                isIn(frames, OptimizerStep.class, "take")
                        ? MOVE
                        : isIn(frames, OptimizerStep.class, "prepare") ? STEP : BATCH);
    }

    private static boolean isIn(List<StackFrame> frames, Class<?> type, String method) {
        return frames.stream()
                .anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && frame.getMethodName().equals(method));
    }

    /** Something that is done once for each place of a phase, in which the allocator is to refuse so often. */
    private interface Trial {
        void in(BatchLocation location, RefusingAllocator allocator);
    }

    private void inEachPlace(String phase, int refusals, Trial trial) {
        try (RefusingAllocator allocator = new RefusingAllocator(OutOfMemoryInjectionTest::phase)) {
            for (BatchLocation location : allocator.placesOf(() -> trained(OutOfMemoryPolicy.SKIP, epoch))) {
                if (location.phase().equals(phase)) {
                    allocator.refuseAt(location, refusals);
                    trial.in(location, allocator);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aBatchThatFindsNoMemoryAnywhereContributesNothing(String name) {
        // Given
        objective(name);
        Map<String, float[]> without = trained(OutOfMemoryPolicy.SKIP, epoch.subList(1, 2));
        inEachPlace(BATCH, 1, (location, allocator) -> {
            // When
            Map<String, float[]> weights = trained(OutOfMemoryPolicy.SKIP, epoch);

            // Then
            assertThat(allocator.refusalsLeft()).as("%s", location).isZero();
            assertThat(skipped).as("%s", location).hasSize(1);
            assertThat(Distance.relative(without, weights)).as("%s", location).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aBatchThatFindsNoMemoryAnywhereCountsWholeWhereItIsSplit(String name) {
        // Given
        objective(name);
        Map<String, float[]> whole = trained(OutOfMemoryPolicy.SPLIT, epoch);
        inEachPlace(BATCH, 1, (location, allocator) -> {
            // When
            Map<String, float[]> weights = trained(OutOfMemoryPolicy.SPLIT, epoch);

            // Then
            assertThat(allocator.refusalsLeft()).as("%s", location).isZero();
            assertThat(skipped).as("%s", location).isEmpty();
            assertThat(Distance.relative(whole, weights)).as("%s", location).isLessThan(1e-5);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aStepThatFindsNoMemoryIsTakenWhenThereIsSomeAgain(String name) {
        // Given
        objective(name);
        Map<String, float[]> undisturbed = trained(OutOfMemoryPolicy.SKIP, epoch);
        inEachPlace(STEP, 1, (location, allocator) -> {
            // When
            Map<String, float[]> weights = trained(OutOfMemoryPolicy.SKIP, epoch);

            // Then
            assertThat(allocator.refusalsLeft()).as("%s", location).isZero();
            assertThat(skipped).as("%s", location).isEmpty();
            assertThat(Distance.relative(undisturbed, weights))
                    .as("%s", location)
                    .isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aStepThatFindsNoMemoryAtAllLeavesTheWeightsAsTheyWere(String name) {
        // Given
        objective(name);
        Map<String, float[]> before = trained(OutOfMemoryPolicy.SKIP, List.of());
        inEachPlace(STEP, 2, (location, allocator) -> {
            // When, Then
            assertThatThrownBy(() -> trained(OutOfMemoryPolicy.SKIP, epoch))
                    .as("%s", location)
                    .isInstanceOf(DeviceMemoryException.class);
            assertThat(Distance.relative(before, weights())).as("%s", location).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void weightsOfWhichSomeMayHaveMovedAreNotGoneOnWith(String name) {
        // Given
        objective(name);
        inEachPlace(MOVE, 1, (location, allocator) -> {
            // When, Then
            assertThatThrownBy(() -> trained(OutOfMemoryPolicy.SPLIT, epoch))
                    .as("%s", location)
                    .isInstanceOf(EngineException.class);
        });
    }
}
