package org.dengbej.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    private static final String TAKEN = "taken";

    @TempDir
    Path folder;

    /** Another process, which takes the folder and keeps it. */
    public static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (FolderLock held = FolderLock.acquire(Path.of(arguments[0]), "the other one")) {
                System.out.println(TAKEN);
                TimeUnit.HOURS.sleep(1);
            }
        }
    }

    private Process holder() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ChildJvm.mainClass(Holder.class, folder));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(TAKEN);
        return process;
    }

    @Test
    void aFolderThatAnotherProcessHoldsIsRefusedByItsNameUntilThatIsKilled() throws IOException {
        // Given
        Process holder = holder();
        try {
            // When, twice: the first must not have taken it away
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> FolderLock.acquire(folder, "this one"))
                        .isInstanceOf(FolderHeldException.class)
                        .hasMessageContaining(folder.toRealPath().toString())
                        .hasMessageContaining("process %d (the other one)".formatted(holder.pid()));
            }
        } finally {
            holder.destroyForcibly();
            holder.onExit().join();
        }

        // Then
        FolderLock.acquire(folder, "this one").close();
    }

    @Test
    void aSecondAttemptOfTheSameProcessIsRefusedAndTheFirstKeepsTheFolder() throws IOException {
        try (FolderLock held = FolderLock.acquire(folder, "this one")) {
            assertThatThrownBy(() -> FolderLock.acquire(folder, "this one again"))
                    .hasMessageContaining("process %d (this one)"
                            .formatted(ProcessHandle.current().pid()));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(ChildJvm.mainClass(Holder.class, folder));
            Process other =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).contains("is held by process");
            assertThat(other.onExit().join().exitValue()).isNotZero();
        }
        FolderLock.acquire(folder, "this one").close();
    }
}
