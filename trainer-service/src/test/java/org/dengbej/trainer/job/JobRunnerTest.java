package org.dengbej.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.data.DatasetSource;
import org.dengbej.trainer.data.ListedDataset;
import org.dengbej.trainer.data.UnusableDatasetException;
import org.dengbej.trainer.data.ValidationSplit;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.report.LossHistory;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRunnerTest {

    @TempDir
    Path folder;

    private final ListedEvents events = new ListedEvents();
    private List<PreparedBatch> batches = TinyVoice.batches(5, 1);

    @BeforeEach
    void aVoice() throws IOException {
        TinyVoice.fresh(3).write(folder.resolve("voice"));
    }

    private String objective = "mel";
    private double validationFraction;
    private List<String> sentences = List.of("abc", "cab");
    private Map<String, ?> more = Map.of("epochs", 3);

    private TrainVoice job(String output, String baseModel) {
        Hyperparameters hyperparameters = Hyperparameters.of(more)
                .orElse(Hyperparameters.of(Map.of(
                        "gradientAccumulationSteps", 2,
                        "learningRate", 1e-3,
                        "checkpointEveryEpochs", 1,
                        "checkpointEverySteps", 2,
                        "discriminatorWarmUpSteps", 1,
                        "validationFraction", validationFraction)));
        return new TrainVoice(
                "tiny",
                "job",
                baseModel,
                List.of(new WeightedDataset("listed", null)),
                objective,
                null,
                hyperparameters,
                folder.resolve(output).toUri(),
                null,
                null,
                11,
                sentences);
    }

    private TrainVoice job(String output) {
        return job(output, folder.resolve("voice").toString());
    }

    private boolean run(TrainVoice job, Supplier<StopRequest> stop) {
        return run(job, (requested, asked) -> Optional.of(new ListedDataset(batches)), stop);
    }

    private boolean run(TrainVoice job, DatasetSource datasets, Supplier<StopRequest> stop) {
        ModelHub hub = new ModelHub(folder.resolve("cache"), URI.create("http://localhost:1"));
        return new JobRunner(hub, Device.cpu(), datasets).run(job, events, stop);
    }

    private <T extends Event> T only(Class<T> kind) {
        assertThat(events.of(kind)).hasSize(1);
        return events.of(kind).get(0);
    }

    private byte[] finalWeights(String output) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve("final_model").resolve(Voice.TENSORS_FILE));
    }

    @Test
    void aJobGoesThroughItsEpochsAndTellsOfIt() {
        // When
        boolean ended = run(job("out"), () -> StopRequest.NONE);

        // Then: 5 batches in steps of 2 are 3 steps an epoch
        assertThat(ended).isTrue();
        assertThat(only(JobStarted.class).batchesPerEpoch()).isEqualTo(5);
        assertThat(events.of(StepsTrained.class)).hasSize(9).last().satisfies(last -> {
            assertThat(last.batchesTrained()).isEqualTo(15);
            assertThat(last.losses()).containsKeys("loss", "mel");
        });
        assertThat(events.of(StepsTrained.class).subList(0, 3))
                .flatExtracting(StepsTrained::batches)
                .containsExactlyInAnyOrder("tiny/0", "tiny/1", "tiny/2", "tiny/3", "tiny/4");
        JobCompleted completed = only(JobCompleted.class);
        assertThat(completed.steps()).isEqualTo(9);
        assertThat(completed.batchesTrained()).isEqualTo(15);
        assertThat(completed.epochLosses()).hasSize(3);
        // every 2 steps, and at the end of every epoch
        assertThat(events.of(CheckpointSaved.class))
                .extracting(CheckpointSaved::step)
                .containsExactly(2L, 3L, 4L, 6L, 8L, 9L, 9L);
    }

    @Test
    void aCheckpointIsAVoiceThatSpeaks() {
        run(job("out"), () -> StopRequest.NONE);
        CheckpointSaved last = events.of(CheckpointSaved.class).get(6);
        assertThat(last.last()).isTrue();
        assertThat(Voice.read(Path.of(last.uri())).config().hiddenSize()).isEqualTo(16);
        assertThat(last.samples()).extracting(CheckpointSaved.Sample::text).containsExactly("abc", "cab");
        assertThat(last.samples())
                .allSatisfy(sample -> assertThat(Path.of(sample.audio())).isNotEmptyFile());
    }

    @Test
    void aCheckpointCarriesCurvesSpectrogramsAndAlignments() throws IOException {
        run(job("out"), () -> StopRequest.NONE);
        Path checkpoint = folder.resolve("out/checkpoints/step-9");
        assertThat(checkpoint.resolve("losses.png")).isNotEmptyFile();
        assertThat(checkpoint.resolve("samples/01.png")).isNotEmptyFile();
        assertThat(checkpoint.resolve("samples/01-alignment.png")).isNotEmptyFile();
        assertThat(LossHistory.read(checkpoint.resolve("losses.json")).terms().get("mel"))
                .hasSize(9);
        assertThat(folder.resolve("out/checkpoints/tensorboard")).isNotEmptyDirectory();
    }

    @Test
    void theValidationSplitIsMeasuredBeforeTheFirstStepAndAfterEachEpochAndNotLearnedFrom() throws IOException {
        // Given
        batches = TinyVoice.batches(4, 3);
        validationFraction = 0.4;

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        assertThat(events.of(EpochEvaluated.class))
                .extracting(EpochEvaluated::step)
                .containsExactly(0L, 2L, 4L, 6L);
        assertThat(events.of(EpochEvaluated.class)).allSatisfy(evaluated -> {
            assertThat(evaluated.losses()).containsKeys("loss", "mel");
            assertThat(evaluated.utterances()).isBetween(1, 8);
            assertThat(evaluated.distortion()).isPositive();
            assertThat(evaluated.measures()).containsKeys("score", "distortion", "voicingError", "durationRatio");
            assertThat(evaluated.measures().get("distortion").mean()).isEqualTo(evaluated.distortion());
        });
        assertThat(only(JobCompleted.class).batchesTrained()).isEqualTo(12);
        assertThat(LossHistory.read(folder.resolve("out/final_model/losses-validation.json"))
                        .terms()
                        .get("mel"))
                .hasSize(4);
        assertThat(folder.resolve("out/final_model/report.html")).isNotEmptyFile();
        assertThat(LossHistory.read(folder.resolve("out/final_model/measures.json"))
                        .terms()
                        .get("score"))
                .hasSize(4);
    }

    @Test
    void whatDoesNotFitWhereItIsMeasuredOrSpokenChangesNothing() throws IOException {
        // Given texts so long that their attention takes most of a terabyte: the allocator itself refuses
        batches = TinyVoice.batches(4, 3);
        validationFraction = 0.4;
        more = Map.of("epochs", 3, "publish", "last"); // the best depends on what is measured
        run(job("without"), () -> StopRequest.NONE);
        List<PreparedBatch> without = batches;
        PreparedUtterance huge = new PreparedUtterance(validationId(), new long[300_000], new short[16_000], 1);
        batches = without.stream().map(batch -> and(batch, huge)).toList();
        sentences = List.of("abc", "abcdefghij".repeat(15_000), "cab");

        // When
        run(job("with"), () -> StopRequest.NONE);

        // Then
        assertThat(finalWeights("with")).isEqualTo(finalWeights("without"));
        assertThat(events.of(JobCompleted.class)).hasSize(2);
        assertThat(events.of(CheckpointSaved.class)
                        .get(events.of(CheckpointSaved.class).size() - 1)
                        .samples())
                .extracting(CheckpointSaved.Sample::text)
                .containsExactly("abc", "cab");
    }

    private String validationId() {
        ValidationSplit validation = new ValidationSplit(validationFraction);
        return IntStream.range(0, 100)
                .mapToObj(i -> "huge" + i)
                .filter(validation::includes)
                .findFirst()
                .orElseThrow();
    }

    private static PreparedBatch and(PreparedBatch batch, PreparedUtterance one) {
        List<PreparedUtterance> all = new ArrayList<>(batch.utterances());
        all.add(one);
        return new PreparedBatch(batch.dataset(), batch.index(), batch.sampleRateHz(), all);
    }

    @Test
    void theVoiceWithTheLowestScoreIsWhatTheJobEndsWith() throws IOException {
        // Given
        batches = TinyVoice.batches(4, 3);
        validationFraction = 0.4;

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        List<EpochEvaluated> evaluated = events.of(EpochEvaluated.class);
        EpochEvaluated best = evaluated.stream()
                .min(Comparator.comparingDouble(
                        epoch -> epoch.measures().get("score").mean()))
                .orElseThrow();
        assertThat(best.best()).isTrue();
        assertThat(evaluated.subList(evaluated.indexOf(best) + 1, evaluated.size()))
                .noneMatch(EpochEvaluated::best);
        Path weights = Path.of(Voice.TENSORS_FILE);
        Path checkpoints = folder.resolve("out/checkpoints");
        Path then = best.step() == 0 ? folder.resolve("voice") : checkpoints.resolve("step-" + best.step());
        assertThat(checkpoints.resolve("best").resolve(weights)).hasSameBinaryContentAs(then.resolve(weights));
        assertThat(finalWeights("out")).isEqualTo(Files.readAllBytes(then.resolve(weights)));
    }

    @Test
    void theLastVoiceIsWhatItEndsWithWhenThatIsAskedFor() throws IOException {
        batches = TinyVoice.batches(4, 3);
        validationFraction = 0.4;
        more = Map.of("epochs", 3, "publish", "last");
        run(job("out"), () -> StopRequest.NONE);
        assertThat(folder.resolve("out/final_model").resolve(Voice.TENSORS_FILE))
                .hasSameBinaryContentAs(folder.resolve("out/checkpoints/step-6").resolve(Voice.TENSORS_FILE));
    }

    @Test
    void itsStepsEndAJobInTheMiddleOfAnEpoch() {
        // When: 5 batches in steps of 2 are 3 steps an epoch
        more = Map.of("steps", 4);
        run(job("out"), () -> StopRequest.NONE);

        // Then
        JobStarted started = only(JobStarted.class);
        assertThat(started.steps()).isEqualTo(4);
        assertThat(started.epochs()).isEqualTo(2);
        assertThat(started.hyperparameters().learningRate()).isEqualTo(1e-3);
        assertThat(events.of(StepsTrained.class)).extracting(StepsTrained::step).containsExactly(1L, 2L, 3L, 4L);
        assertThat(only(JobCompleted.class).steps()).isEqualTo(4);
    }

    @Test
    void aJobThatDoesNotGetBetterEnds() {
        // Given
        batches = TinyVoice.batches(4, 3);
        validationFraction = 0.4;
        sentences = List.of();
        more = Map.of("steps", 1000, "evaluateEverySteps", 1, "patience", 2, "checkpointEverySteps", 0);

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        List<EpochEvaluated> evaluated = events.of(EpochEvaluated.class);
        assertThat(evaluated.subList(evaluated.size() - 2, evaluated.size())).noneMatch(EpochEvaluated::best);
        assertThat(only(JobCompleted.class).steps()).isLessThan(1000);
    }

    @Test
    void asManyStepsAsFitIntoTheTargetHoursAreTrainedAndAResumedJobKeepsToThem() {
        // Given a job that is stopped once its speed is known
        sentences = List.of();
        more = Map.of("targetHours", 0.5 / 3600, "checkpointEverySteps", 0, "checkpointEveryEpochs", 0, "minEpochs", 5);
        run(job("out"), () -> events.of(StepsTrained.class).size() > 12 ? StopRequest.HAND_BACK : StopRequest.NONE);
        long counted = events.of(StepsTrained.class).get(12).stepsTotal();

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        assertThat(counted).as("5 epochs of 3 steps at least").isGreaterThanOrEqualTo(15);
        assertThat(events.of(JobStarted.class))
                .hasSize(2)
                .last()
                .satisfies(resumed -> assertThat(resumed.steps()).isEqualTo(counted));
        assertThat(only(JobCompleted.class).steps()).isEqualTo(counted);
    }

    @Test
    void theLearningRateRisesAndFallsWithTheSteps() {
        more = Map.of(
                "steps", 5, "learningRateWarmUpSteps", 1, "learningRateSchedule", "cosine", "learningRate", 0.001);
        run(job("out"), () -> StopRequest.NONE);
        assertThat(events.of(StepsTrained.class))
                .extracting(StepsTrained::learningRate)
                .usingElementComparator(Comparator.comparingDouble(rate -> Math.round(rate * 1e9)))
                .containsExactly(
                        0.0005,
                        0.001,
                        0.001 * (1 + Math.cos(Math.PI / 4)) / 2,
                        0.0005,
                        0.001 * (1 + Math.cos(Math.PI * 3 / 4)) / 2);
    }

    @Test
    void theAverageOfTheWeightsIsSavedAndTheWeightsTrainOn() throws IOException {
        // When the same job runs with and without the average
        run(job("without"), () -> StopRequest.NONE);
        more = Map.of("epochs", 3, "emaDecay", 0.9);
        run(job("with"), () -> StopRequest.NONE);

        // Then it is another voice, of the same losses
        assertThat(finalWeights("with")).isNotEqualTo(finalWeights("without"));
        assertThat(events.of(StepsTrained.class).subList(0, 9))
                .extracting(StepsTrained::losses)
                .isEqualTo(events.of(StepsTrained.class).subList(9, 18).stream()
                        .map(StepsTrained::losses)
                        .toList());
    }

    /** With dropout, where the objective has it, and the moving average of the weights. */
    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aJobThatWasStoppedAnywhereEndsWithTheSameWeights(String name) throws IOException {
        // Given
        objective = name;
        more = Map.of("epochs", 3, "emaDecay", 0.9);
        run(job("whole"), () -> StopRequest.NONE);

        // When it is stopped again and again, after so many questions whether to stop
        int runs = 0;
        boolean ended = false;
        while (!ended) {
            int[] questions = {0};
            int stopAt = 4 + runs;
            ended = run(job("parts"), () -> ++questions[0] > stopAt ? StopRequest.HAND_BACK : StopRequest.NONE);
            runs++;
        }

        // Then
        assertThat(runs).isGreaterThan(2);
        assertThat(finalWeights("parts")).isEqualTo(finalWeights("whole"));
        JobCompleted whole = events.of(JobCompleted.class).get(0);
        JobCompleted parts = events.of(JobCompleted.class).get(1);
        assertThat(parts.epochLosses()).isEqualTo(whole.epochLosses());
        assertThat(parts.batchesTrained()).isEqualTo(whole.batchesTrained());
    }

    @Test
    void aDamagedCheckpointIsPassedByForTheOneBefore() throws IOException {
        // Given a job that was stopped, and its newest checkpoint damaged
        run(job("whole"), () -> StopRequest.NONE);
        int[] questions = {0};
        run(job("parts"), () -> ++questions[0] > 9 ? StopRequest.HAND_BACK : StopRequest.NONE);
        List<CheckpointSaved> saved = events.of(CheckpointSaved.class);
        Path newest = Path.of(saved.get(saved.size() - 1).uri()).resolve("training_state.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);

        // When
        run(job("parts"), () -> StopRequest.NONE);

        // Then
        assertThat(finalWeights("parts")).isEqualTo(finalWeights("whole"));
    }

    @Test
    void halfACheckpointIsNoCheckpoint() throws IOException {
        // Given what a killed trainer leaves
        Path half = Files.createDirectories(folder.resolve("out/checkpoints/.partial-x"));
        Files.writeString(half.resolve("model.safetensors"), "half");
        Files.createDirectories(folder.resolve("out/checkpoints/step-7"));

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then it began at the beginning
        assertThat(only(JobStarted.class).fromStep()).isZero();
        assertThat(half).doesNotExist();
    }

    @Test
    void anUnreadableBatchIsSkippedAndCountedInEveryEpoch() {
        // Given
        batches = new ArrayList<>(batches);
        batches.add(null);

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        JobCompleted completed = only(JobCompleted.class);
        assertThat(completed.batchesTrained()).isEqualTo(15);
        assertThat(completed.batchesSkipped()).isEqualTo(3);
        assertThat(events.of(BatchSkipped.class))
                .hasSize(3)
                .allSatisfy(skipped -> assertThat(skipped.reason()).isEqualTo("unreadable"));
    }

    @Test
    void aBaseModelThatCannotBeReadFailsTheJobWithAReason() throws IOException {
        assertThat(run(job("out", "/no/such/voice"), () -> StopRequest.NONE)).isTrue();
        assertThat(only(JobFailed.class).reason()).contains("/no/such/voice");

        events.clear();
        Files.writeString(folder.resolve("voice/model.safetensors"), "no tensors", StandardCharsets.UTF_8);
        run(job("out"), () -> StopRequest.NONE);
        assertThat(only(JobFailed.class).reason()).contains("model.safetensors");
    }

    @Test
    void aCancelledJobLeavesACheckpoint() {
        int[] questions = {0};
        boolean ended = run(job("out"), () -> ++questions[0] > 5 ? new StopRequest.Cancel("enough") : StopRequest.NONE);
        assertThat(ended).isTrue();
        List<CheckpointSaved> saved = events.of(CheckpointSaved.class);
        assertThat(only(JobCancelled.class))
                .isEqualTo(new JobCancelled(
                        "job", "tiny", "enough", saved.get(saved.size() - 1).uri()));
    }

    @Test
    void aJobThatIsCancelledBeforeItsTurnIsAnsweredWithoutWork() {
        boolean ended = run(job("out"), () -> new StopRequest.Cancel(null));
        assertThat(ended).isTrue();
        assertThat(events.all()).containsExactly(new JobCancelled("job", "tiny", null, null));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void theFullObjectiveTellsOfEveryTermAndKeepsItsDiscriminators() {
        // Given new discriminators, whose scores the generator's loss includes from the second step on
        objective = "vits";

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        assertThat(events.of(StepsTrained.class).get(0).losses())
                .containsOnlyKeys("loss", "mel", "kl", "duration", "discriminator");
        assertThat(events.of(StepsTrained.class).get(1).losses())
                .containsOnlyKeys("loss", "mel", "kl", "duration", "discriminator", "adversarial", "feature_matching");
        assertThat(folder.resolve("out/final_model/discriminator.safetensors")).isNotEmptyFile();

        // And a job from that voice includes their scores at once
        events.clear();
        run(job("further", folder.resolve("out/final_model").toString()), () -> StopRequest.NONE);
        assertThat(events.of(StepsTrained.class).get(0).losses()).containsKey("adversarial");
    }

    @Test
    void anUtteranceThatCannotBeAlignedIsSkippedAndReported() {
        // Given one with more tokens than frames, and one of another voice's tokens
        objective = "vits";
        PreparedUtterance crowded = new PreparedUtterance("crowded", new long[63], new short[16_000], 1);
        PreparedUtterance foreign = new PreparedUtterance("foreign", new long[] {999}, new short[16_000], 1);
        batches = new ArrayList<>(batches);
        batches.add(new PreparedBatch("listed", 8, 16_000, List.of(crowded)));
        batches.add(new PreparedBatch("listed", 9, 16_000, List.of(foreign)));

        // When
        run(job("out"), () -> StopRequest.NONE);

        // Then
        assertThat(only(JobCompleted.class).batchesSkipped()).isEqualTo(6);
        assertThat(events.of(BatchSkipped.class))
                .extracting(BatchSkipped::reason)
                .containsOnly("unusable");
    }

    @Test
    void anObjectiveThatNobodyKnowsFailsTheJob() {
        objective = "beauty";
        run(job("out"), () -> StopRequest.NONE);
        assertThat(only(JobFailed.class).reason()).contains("beauty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/out", "file://host/out", "file:out"})
    void anOutputThatIsNoFolderOfThisMachineFailsTheJob(String output) {
        TrainVoice job = job("out");
        run(
                new TrainVoice(
                        job.voice(),
                        job.job(),
                        job.baseModel(),
                        job.datasets(),
                        job.objective(),
                        null,
                        job.hyperparameters(),
                        URI.create(output),
                        null,
                        null,
                        1,
                        List.of()),
                () -> StopRequest.NONE);
        assertThat(only(JobFailed.class).reason()).contains("must be a file: URI, found " + output);
    }

    @Test
    void aCheckpointOfAnotherObjectiveFailsTheJob() {
        // Given
        int[] questions = {0};
        run(job("out"), () -> ++questions[0] > 9 ? StopRequest.HAND_BACK : StopRequest.NONE);

        // When
        objective = "vits";
        run(job("out"), () -> StopRequest.NONE);

        // Then
        assertThat(only(JobFailed.class).reason()).contains("step-", "another model or objective");
    }

    @Test
    void aDefectIsNoFaultOfTheJob() {
        IllegalStateException defect = new IllegalStateException("defect");
        DatasetSource broken = (job, stop) -> {
            throw defect;
        };
        assertThatThrownBy(() -> run(job("out"), broken, () -> StopRequest.NONE))
                .isSameAs(defect);
        assertThat(events.all()).isEmpty();
    }

    @Test
    void aJobThatFailsWhileTheTrainerStopsIsHandedBack() {
        AtomicReference<StopRequest> stop = new AtomicReference<>(StopRequest.NONE);
        DatasetSource gone = (job, asked) -> {
            stop.set(StopRequest.HAND_BACK);
            throw new UnusableDatasetException("gone");
        };
        assertThat(run(job("out"), gone, stop::get)).isFalse();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void aFreshVoiceBeginsWithRandomWeights() {
        run(job("out", "fresh:" + folder.resolve("voice")), () -> StopRequest.NONE);
        assertThat(only(JobCompleted.class).steps()).isEqualTo(9);
    }
}
