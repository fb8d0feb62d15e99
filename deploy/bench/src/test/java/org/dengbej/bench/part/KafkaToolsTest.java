package org.dengbej.bench.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The output of Kafka's tools, as Kafka 4.1 prints it. */
class KafkaToolsTest {

    @Test
    void theProducersLastLineCounts() {
        String printed = """
                250 records sent, 50.0 records/sec (18.31 MB/sec), 520.5 ms avg latency, 1044.0 ms max latency.
                500 records sent, 125.000000 records/sec (45.78 MB/sec), 604.31 ms avg latency, 1044.00 ms max latency, 600 ms 50th, 990 ms 95th, 1040 ms 99th, 1044 ms 99.9th.
                """;

        assertThat(KafkaTools.sendingSeconds(printed)).isEqualTo(4);
    }

    @Test
    void joiningTheGroupIsNotReading() {
        String printed =
                "2026-01-01 12:00:00:000, 2026-01-01 12:00:05:500, 183.1055, 33.29, 500, 90.9, 3500, 2000, 91.5, 250.0\n";

        assertThat(KafkaTools.readingSeconds(printed)).isEqualTo(2);
    }

    @Test
    void aToolThatPrintedNoResultIsNotTakenForAFastOne() {
        assertThatThrownBy(() -> KafkaTools.sendingSeconds("")).hasMessageContaining("no result");
        assertThatThrownBy(() -> KafkaTools.readingSeconds("WARN nothing came")).hasMessageContaining("no result");
    }
}
