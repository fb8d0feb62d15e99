package org.dengbej.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.local.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {

    @TempDir
    Path folder;

    private MeasuredProcess shell(String script) {
        return new MeasuredProcess(
                List.of("/bin/sh", "-c", script), Map.of("THREADS", "2"), folder.resolve("measuring.log"));
    }

    @Test
    void theLastLineSaysWhatWasMeasured() {
        assertThat(shell("echo loading; echo \"{\\\"seconds\\\": 0.5, \\\"threads\\\": $THREADS}\"")
                        .run())
                .isEqualTo(Map.of("seconds", 0.5, "threads", 2.0));
    }

    @Test
    void aProcessThatFailsIsToldByItsLastWords() {
        assertThatThrownBy(
                        () -> shell("echo 'no module named torch' >&2; exit 3").run())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("code 3")
                .hasMessageContaining("no module named torch");
    }

    @Test
    void aPythonThatIsNotThereOrLacksWhatPeersNeedIsNone() {
        assertThat(Python.find(folder.resolve("python3").toString())).isEmpty();
        assertThat(Python.find("/bin/false")).isEmpty();
    }
}
