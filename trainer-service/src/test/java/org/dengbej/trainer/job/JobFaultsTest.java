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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.Lifetime;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.data.ListedDataset;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.step.TinyVoice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trainer that ends without a good-bye, one that does not know that it has lost its job, and disks without room. */
class JobFaultsTest {

    /** No exception: nobody gets to tidy up after it. */
    private static final class PowerCut extends Error {}

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void aVoice() throws IOException {
        TinyVoice.fresh(3).write(folder.resolve("voice"));
    }

    private TrainVoice job(String output, String objective) {
        return job(output, objective, 0.4);
    }

    private TrainVoice job(String output, String objective, double validationFraction) {
        String json = """
                {"voice": "tiny", "job": "job", "baseModel": "%s", "datasets": [{"dataset": "tiny"}], "objective": "%s",
                 "output": "%s", "seed": 11, "sampleSentences": ["abc"],
                 "hyperparameters": {"gradientAccumulationSteps": 2, "learningRate": 1e-3, "epochs": 3,
                                     "checkpointEveryEpochs": 1, "checkpointEverySteps": 2, "validationFraction": %s,
                                     "discriminatorWarmUpSteps": 1}}""".formatted(
                folder.resolve("voice"), objective, folder.resolve(output).toUri(), validationFraction);
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }

    private boolean run(TrainVoice job, JobEventPublisher publisher) {
        return runner(folder.resolve("cache")).run(job, publisher, () -> StopRequest.NONE);
    }

    static JobRunner runner(Path models) {
        ModelHub hub = new ModelHub(models, URI.create("http://localhost:1"));
        return new JobRunner(hub, Device.cpu(), (job, stop) -> Optional.of(new ListedDataset(TinyVoice.batches(4, 3))));
    }

    private JobEventPublisher undisturbed() {
        return publisher(event -> {}, () -> {});
    }

    /** Keeps what is published and then does something. */
    private JobEventPublisher publisher(Consumer<Event> published, Runnable asked) {
        return new JobEventPublisher() {
            @Override
            public void publish(Event event) {
                events.add(event);
                published.accept(event);
            }

            @Override
            public void assertHeld() {
                asked.run();
            }
        };
    }

    private <T extends Event> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private <T extends Event> T newest(Class<T> kind) {
        List<T> all = events(kind);
        return all.get(all.size() - 1);
    }

    private void assertSameVoice(String output, String as) {
        for (String file : List.of("model.safetensors", "losses.json", "losses-validation.json")) {
            assertThat(folder.resolve(output).resolve("final_model").resolve(file))
                    .hasSameBinaryContentAs(
                            folder.resolve(as).resolve("final_model").resolve(file));
        }
    }

    private List<String> checkpoints(String output) throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve(output).resolve("checkpoints"))) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("step-") || name.startsWith(".partial-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aTrainerThatDiesAnywhereAgainAndAgainEndsWithTheSameVoice(String objective) {
        // Given
        run(job("whole", objective), undisturbed());
        int questions = events.size();
        List<EpochEvaluated> evaluated = events(EpochEvaluated.class);
        events.clear();

        // When it dies after the second thing that it tells or asks, then after the seventh, and so on
        int deaths = 0;
        for (boolean ended = false; !ended; ) {
            int[] left = {2 + 5 * deaths};
            Runnable dying = () -> {
                if (--left[0] == 0) {
                    throw new PowerCut();
                }
            };
            try {
                ended = run(job("parts", objective), publisher(event -> dying.run(), dying));
            } catch (PowerCut e) {
                deaths++;
            }
        }

        // Then
        assertThat(deaths).isBetween(2, questions);
        assertSameVoice("parts", "whole");
        assertThat(newest(EpochEvaluated.class)).isEqualTo(evaluated.get(evaluated.size() - 1));
        assertThat(newest(JobCompleted.class).batchesTrained()).isEqualTo(12);
    }

    @Test
    void aTrainerThatWasFrozenBetweenItsCheckAndItsWriteReplacesNothing() throws IOException {
        // Given one that is stopped right after it heard that the job was its own, before its second checkpoint
        int[] questions = {0};
        JobEventPublisher stopped = publisher(event -> {}, () -> {
            if (++questions[0] == 3) {
                // while another one does the job to its end
                run(job("out", "mel"), undisturbed());
                markAll("out");
            }
        });

        // When it continues
        assertThatThrownBy(() -> run(job("out", "mel"), stopped))
                .isInstanceOf(JobLostException.class)
                .hasMessageContaining("later attempt");

        // Then nothing of the other's was replaced, and nothing lies half done
        assertThat(checkpoints("out")).containsExactly("step-2", "step-4", "step-6");
        for (String step : checkpoints("out")) {
            assertThat(folder.resolve("out/checkpoints").resolve(step).resolve("mark"))
                    .exists();
        }
        assertThat(folder.resolve("out/final_model/mark")).exists();
        assertThat(events(JobFailed.class)).isEmpty();
    }

    private void markAll(String output) {
        try {
            for (String step : checkpoints(output)) {
                Files.createFile(folder.resolve(output)
                        .resolve("checkpoints")
                        .resolve(step)
                        .resolve("mark"));
            }
            Files.createFile(folder.resolve(output).resolve("final_model/mark"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCheckpointWithoutRoomIsSkippedAndTheRunIsTheSame() throws IOException {
        // Given a job whose disk is full between its first checkpoint and its fifth step
        run(job("whole", "mel"), undisturbed());
        events.clear();
        try (FullDisk disk = FullDisk.mounted(folder.resolve("out"))) {
            run(
                    job("out", "mel"),
                    publisher(
                            event -> {
                                if (event instanceof CheckpointSaved saved && saved.step() == 2) {
                                    disk.fill();
                                } else if (event instanceof StepsTrained step && step.step() == 5) {
                                    disk.empty();
                                }
                            },
                            () -> {}));

            // Then
            assertThat(newest(JobCompleted.class).steps()).isEqualTo(6);
            assertThat(checkpoints("out")).containsExactly("step-2", "step-6");
            assertSameVoice("out", "whole");
        }
    }

    @Test
    void aVoiceWithoutRoomFailsItsJobWithTheReasonAndTheJobIsResumedWhenThereIsSome() throws IOException {
        // Given
        run(job("whole", "mel"), undisturbed());
        events.clear();
        try (FullDisk disk = FullDisk.limited()) {
            // When the disk is full from the second checkpoint on
            run(
                    job("out", "mel"),
                    publisher(
                            event -> {
                                if (event instanceof CheckpointSaved saved && saved.step() == 4) {
                                    disk.fill();
                                }
                            },
                            () -> {}));

            // Then it says so, and names the checkpoint that counts
            assertThat(newest(JobFailed.class).reason()).contains("final_model", "cannot be written", disk.reason());
            assertThat(Path.of(newest(JobFailed.class).lastCheckpoint())).hasFileName("step-4");
            assertThat(checkpoints("out")).containsExactly("step-2", "step-4");
            assertThat(folder.resolve("out/final_model")).doesNotExist();

            // And when there is room again, the same job is resumed from there
            disk.empty();
            assertThat(run(job("out", "mel"), undisturbed())).isTrue();
            assertThat(newest(JobStarted.class).fromStep()).isEqualTo(4);
            assertSameVoice("out", "whole");
        }
    }

    @Test
    void aCheckpointThatDoesNotFitIntoMemoryIsSkippedAndTheVoiceIsTheSame() throws IOException {
        // Given
        run(job("whole", "mel", 0), undisturbed());
        assertThat(checkpoints("whole")).containsExactly("step-2", "step-4", "step-6");

        // When the heap of a trainer is full while it writes its second checkpoint of three
        assertCompletedBy(StarvedTrainer.class, job("out", "mel", 0), "-Xmx64m", "-XX:+UseSerialGC");

        // Then
        assertThat(checkpoints("out")).containsExactly("step-2", "step-6");
        assertSameVoice("out", "whole");
    }

    private void assertCompletedBy(Class<?> trainer, TrainVoice job, String... options) throws IOException {
        Path file = folder.resolve("job.json");
        Files.write(file, EventJson.write(job));
        Path log = folder.resolve("trainer.log");
        int code = new ChildJvm(
                        List.of(options),
                        ChildJvm.mainClass(trainer, file, folder.resolve("cache")),
                        log,
                        Lifetime.WITH_PARENT)
                .start()
                .onExit()
                .join()
                .exitValue();
        assertThat(code).as(Files.readString(log)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mel", "vits"})
    void aProcessThatIsStoppingLacksNothingThatAJobNeeds(String objective) throws IOException {
        run(job("whole", objective), undisturbed());
        assertCompletedBy(StoppingTrainer.class, job("out", objective));
        assertSameVoice("out", "whole");
        assertThat(folder.resolve("out/final_model/losses.png")).isNotEmptyFile();
        assertThat(folder.resolve("out/final_model/samples/01.png")).isNotEmptyFile();
        assertThat(folder.resolve("out/final_model/samples/01-alignment.png")).isNotEmptyFile();
    }
}
