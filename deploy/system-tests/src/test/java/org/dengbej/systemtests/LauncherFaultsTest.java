package org.dengbej.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.local.Main;
import org.dengbej.local.stack.WorkFolder;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills, stops and interrupts the real command while it starts the real services or waits for a job. A run kills {@code up} at three
 * seeded moments; {@code -Ddengbej.test.kills=10} kills it at ten, in some five minutes.
 */
@Tag("faults")
class LauncherFaultsTest {

    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final int KILLS = Integer.getInteger("dengbej.test.kills", 3);
    private static final long SEED = 13;
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final String DATA_PREP = "data-prep-service";

    private static final String TINY = """
            {"vocab_size": %d, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 16,
             "flow_size": 8, "upsample_initial_channel": 16, "prior_encoder_num_flows": 2, "layerdrop": 0,
             "prior_encoder_num_wavenet_layers": 1, "posterior_encoder_num_wavenet_layers": 1,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]], "noise_scale_duration": 0.0}""";

    @TempDir
    Path folder;

    private int commands;

    /** A command that runs, and the file that receives what it prints. */
    private record Running(Process process, Path output) {

        String text() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void awaitText(String text) {
            Awaitility.await().atMost(TIMEOUT).until(() -> text().contains(text) || !process.isAlive());
            assertThat(text()).contains(text);
        }

        int exitCode() {
            try {
                assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                        .as(text())
                        .isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void signal(String name) throws IOException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        }
    }

    private Path work(String name) {
        return folder.resolve(name);
    }

    private static List<String> java(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Ddengbej.home=" + HOME));
        command.addAll(ChildJvm.mainClass(Main.class, arguments));
        return command;
    }

    private Running begin(Map<String, String> environment, List<String> command) throws IOException {
        Path output = folder.resolve("command-%d.txt".formatted(commands++));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    private Running begin(String name, Path work, Object... options) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(name, "--work", work));
        arguments.addAll(List.of(options));
        return begin(Map.of(), java(arguments.toArray()));
    }

    private void succeed(String name, Path work) throws IOException {
        Running command = begin(name, work);
        assertThat(command.exitCode()).as(command.text()).isZero();
    }

    /** The command lines of all processes that have to do with a folder. */
    private static List<String> processesOf(Path work) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String line = commandLine(process);
                if (line.contains(work.toString())) {
                    found.add(process.getFileName() + " " + line);
                }
            }
        }
        return found;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @AfterEach
    void nothingRuns() throws IOException {
        try (Stream<Path> works = Files.list(folder)) {
            for (Path work :
                    works.filter(path -> Files.exists(path.resolve("run"))).toList()) {
                begin("down", work).exitCode();
            }
        }
        assertThat(processesOf(folder)).isEmpty();
    }

    @Test
    void aStartThatIsKilledAtAnyMomentLeavesNothingThatTheNextUpOrDownDoesNotFind()
            throws IOException, InterruptedException {
        // Given the time that a start takes where nobody disturbs it
        long usualMs = upMs(work("undisturbed"));
        succeed("down", work("undisturbed"));
        assertThat(processesOf(work("undisturbed"))).isEmpty();

        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            // When it is killed
            Path work = work("killed-" + kill);
            long afterMs = random.nextLong(usualMs);
            Running killed = begin("up", work);
            killed.process.waitFor(afterMs, TimeUnit.MILLISECONDS);
            killed.process.destroyForcibly().waitFor();
            String moment = "kill %d, after %d of %d ms".formatted(kill, afterMs, usualMs);

            // Then down finds what it started, in every other case
            if (kill % 2 == 1) {
                succeed("down", work);
                assertThat(processesOf(work)).as(moment).isEmpty();
            }

            // And the next start makes it whole
            assertThat(upMs(work)).as(moment).isLessThan(2 * usualMs + 10_000);
            succeed("status", work);
            succeed("down", work);
            assertThat(processesOf(work)).as(moment).isEmpty();
        }
    }

    private long upMs(Path work) throws IOException {
        long beganNanos = System.nanoTime();
        succeed("up", work);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    }

    @Test
    void aStackThatIsBeingStartedIsRefusedByNameToAnotherUpAndEndedByDown() throws IOException {
        // Given
        Path work = work("work");
        Running first = begin("up", work);
        Awaitility.await("the work folder is held").atMost(TIMEOUT).until(() -> Files.exists(work.resolve(".holder")));

        // When
        Running second = begin("up", work);

        // Then
        assertThat(second.exitCode()).isNotZero();
        assertThat(second.text())
                .contains("[%s] is held by process %d (`dengbej up`)".formatted(work, first.process.pid()));

        // And when
        Running down = begin("down", work);

        // Then
        assertThat(down.exitCode()).as(down.text()).isZero();
        assertThat(first.exitCode()).isNotZero();
        assertThat(first.text()).contains("the stack was stopped by `dengbej down` (process");
        assertThat(processesOf(work)).isEmpty();
    }

    @Test
    void downEndsACommandThatWaitsForAJobWithWords() throws IOException {
        // Given
        Path work = work("work");
        succeed("up", work);
        Tokenizer tokenizer = Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-");
        VitsConfig tiny = VitsConfig.parse(new ObjectMapper().readTree(TINY.formatted(tokenizer.vocabSize())));
        Voice.fresh(tiny, tokenizer, 1).write(folder.resolve("voice"));
        Running train = begin(
                "train",
                work,
                "--data_dir",
                HOME.resolve("deploy/sample-data"),
                "--output_dir",
                folder.resolve("output"),
                "--model_name",
                "fresh:" + folder.resolve("voice"),
                "--objective",
                "mel",
                "--epochs",
                1_000);
        train.awaitText("Training ");

        // When
        succeed("down", work);

        // Then
        assertThat(train.exitCode()).isNotZero();
        assertThat(train.text())
                .contains("the stack was stopped by `dengbej down` (process")
                .contains("the job is resumed when it is up again")
                .doesNotContain("started again");
        assertThat(processesOf(work)).isEmpty();
    }

    @Test
    void sigtermToADemoThatStartsAPartAgainWhileItTrainsLeavesNoProcess() throws IOException {
        // Given
        Path work = work("work");
        Running demo = begin("demo", work);
        demo.awaitText("Training ");
        new WorkFolder(work).process(DATA_PREP).orElseThrow().destroyForcibly();
        demo.awaitText("[%s] ended, started again".formatted(DATA_PREP));

        // When
        demo.signal("TERM");

        // Then
        assertThat(demo.exitCode()).isNotZero();
        assertThat(processesOf(work)).isEmpty();
    }

    @Test
    void ctrlCEndsACommandOfAShellThatIgnoresIt() throws IOException {
        // Given the script, in a build whose program is this one
        Path work = work("work");
        Path home = folder.resolve("home");
        Path script = home.resolve("deploy/local/dengbej");
        Files.createDirectories(home.resolve("deploy/local/target/lib"));
        Files.createFile(home.resolve("deploy/local/target/dengbej-local-1.0.0-SNAPSHOT-launcher.jar"));
        for (String service : List.of("data-prep", "trainer", "feedback")) {
            Path app = Files.createDirectories(home.resolve(service + "-service/target/quarkus-app"));
            Files.createFile(app.resolve("quarkus-run.jar"));
        }
        Files.copy(HOME.resolve("deploy/local/dengbej"), script);
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\nwhile [ \"$1\" != -jar ]; do shift; done\nshift 2\nexec '%s' \"$@\"\n"
                        .formatted(String.join("' '", java())));
        assertThat(java.toFile().setExecutable(true)).isTrue();

        // When
        Running demo = begin(
                Map.of("JAVA_HOME", folder.resolve("jdk").toString()),
                List.of(
                        "bash",
                        "-c",
                        "trap '' INT; exec bash \"$@\"",
                        "bash",
                        script.toString(),
                        "demo",
                        "--work",
                        work.toString()));
        demo.awaitText("Starting Kafka");
        demo.signal("INT");

        // Then
        assertThat(demo.exitCode()).isNotZero();
        assertThat(processesOf(work)).isEmpty();
    }
}
