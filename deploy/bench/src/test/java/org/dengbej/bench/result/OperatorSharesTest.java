package org.dengbej.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorSharesTest {

    @TempDir
    Path folder;

    @Test
    void anOperatorsTimeIsItsOwnWithoutThatOfTheOperatorsItCalls() throws IOException {
        // Given a convolution of 10 ms that calls a product of 7 ms, and another product in a thread of its own
        Path trace = Files.writeString(folder.resolve("trace.json"), """
                [{"name": "mm", "ph": "X", "tid": 1, "ts": 1000, "dur": 7000},
                 {"name": "conv", "ph": "X", "tid": 1, "ts": 0, "dur": 10000},
                 {"name": "started", "ph": "i", "tid": 1, "ts": 0},
                 {"name": "mm", "ph": "X", "tid": 2, "ts": 500, "dur": 5000}]
                """);

        // When
        OperatorShares shares = OperatorShares.read(trace);

        // Then
        assertThat(shares.seconds()).isCloseTo(0.015, within(1e-9));
        assertThat(shares.lines(1)).containsExactly(" 80.0 %    0.012 s       2  mm");
        assertThat(shares.operators().get(1).name()).isEqualTo("conv");
        assertThat(shares.operators().get(1).share()).isCloseTo(0.2, within(1e-9));
    }
}
