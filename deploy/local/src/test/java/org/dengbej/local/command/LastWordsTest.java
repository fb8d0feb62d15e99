package org.dengbej.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.RequestEndedException;
import org.junit.jupiter.api.Test;

class LastWordsTest {

    private final List<String> said = new ArrayList<>();

    /** A command that waits for a job for ever. */
    public static final class Waiting {

        private Waiting() {}

        public static void main(String[] arguments) {
            PrintWriter out = new PrintWriter(System.out, true, UTF_8);
            LastWords.during(
                    () -> {
                        out.println("waiting");
                        return parked();
                    },
                    () -> LastWords.jobGoesOn("job-1", false, out));
        }

        private static Object parked() {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        }
    }

    @Test
    void aCommandThatIsStoppedSaysThatItsJobGoesOn() throws IOException, InterruptedException {
        // Given
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Waiting.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("waiting");

            // When
            command.toHandle().destroy(); // leaves its output open, which Process.destroy closes

            // Then
            assertThat(out.readLine())
                    .isEqualTo("Job job-1 goes on; `dengbej watch job-1` shows it, `dengbej cancel job-1` ends it.");
            assertThat(out.readLine()).isNull();
            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void aCommandThatCannotWaitSaysSoOnce() {
        assertThatThrownBy(() -> LastWords.during(
                        () -> {
                            throw new CommandException("the broker is gone");
                        },
                        () -> said.add("goes on")))
                .hasMessage("the broker is gone");
        assertThat(said).containsExactly("goes on");
    }

    @Test
    void nothingIsSaidOfAJobThatHasEnded() {
        assertThat(LastWords.<String>during(() -> "a voice", () -> said.add("goes on")))
                .isEqualTo("a voice");
        assertThatThrownBy(() -> LastWords.during(
                        () -> {
                            throw new RequestEndedException("it failed");
                        },
                        () -> said.add("goes on")))
                .hasMessage("it failed");
        assertThat(said).isEmpty();
    }
}
