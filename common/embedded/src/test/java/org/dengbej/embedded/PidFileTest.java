package org.dengbej.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    Path folder;

    private PidFile file() {
        return new PidFile(folder.resolve("run/part.pid"));
    }

    @Test
    void aRunningProcessIsFoundAndOneThatEndedIsNot() throws IOException {
        // Given
        Process process = new ProcessBuilder("sleep", "600").start();
        file().write(process.toHandle());

        // When it runs
        assertThat(file().process()).contains(process.toHandle());

        // And when it ended
        process.destroyForcibly();
        process.onExit().join();
        assertThat(file().process()).isEmpty();
    }

    @Test
    void aProcessThatWasGivenThePidLaterIsNotTheOneThatWasNoted() throws IOException {
        // Given a process of that pid, this one, with another start
        ProcessHandle self = ProcessHandle.current();
        file().write(self);
        assertThat(file().process()).contains(self);
        ProcessId id = ProcessId.ofRunning(self.pid()).orElseThrow();

        // When
        Files.writeString(file().path(), new ProcessId(id.pid(), id.start() - 1).toString());

        // Then
        assertThat(file().process()).isEmpty();
    }

    @Test
    void withoutAFileNothingRuns() {
        assertThat(file().process()).isEmpty();
    }

    @Test
    void aFileThatHoldsSomethingElseIsNotTakenForAProcessThatEnded() throws IOException {
        Files.createDirectories(file().path().getParent());
        for (String text : new String[] {"", "1234", "1234 x", "1 2 3"}) {
            Files.writeString(file().path(), text);
            assertThatThrownBy(() -> file().process())
                    .as(text)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file().path().toString())
                    .hasMessageContaining("delete the file");
        }
    }
}
