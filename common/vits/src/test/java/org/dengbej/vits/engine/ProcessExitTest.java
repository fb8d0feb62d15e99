package org.dengbej.vits.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessExitTest {

    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    Path folder;

    private Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ComputingProcess.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitBackward(BufferedReader output) throws IOException {
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.equals(ComputingProcess.IN_BACKWARD));
        assertThat(line).isNotNull();
    }

    private void assertEnds(Process process, BufferedReader output, int status) throws Exception {
        String rest = output.lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor()).as(rest).isEqualTo(status);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSignalDuringABackwardPassEndsTheProcessWithoutACrash() throws Exception {
        // Given
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            awaitBackward(output);

            // When
            process.toHandle().destroy(); // unlike the process's own, leaves the output readable

            // Then
            assertEnds(process, output, SIGTERM_STATUS);
        }
    }

    @Test
    void anExitDuringABackwardPassKeepsItsStatus() throws Exception {
        Process process = start(7);
        try (BufferedReader output = process.inputReader()) {
            assertEnds(process, output, 7);
        }
    }
}
