package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dengbej.speech.audio.Audio;
import org.dengbej.trainer.report.EventFile.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tensorboard/events.out.tfevents.*}: written by the {@code RecordWriter} and the messages of {@code tensorboard} 2.21.0. */
class TensorBoardFileTest {

    private static final Path PEER = Path.of("src/test/resources/tensorboard");
    private static final Clock CLOCK = clockAt(1_700_000_000_250L);

    @TempDir
    Path folder;

    private static Clock clockAt(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theFileIsByteForByteThatOfTensorBoardsOwnWriter() throws IOException {
        // Given
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("loss/mel", 0.0);
        losses.put("loss/kl", 3.25);
        Audio sound = new Audio(new float[] {0, 0.5f, -0.5f, 0.25f}, 16000);

        // When
        try (TensorBoardFile board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.scalars(1, losses);
            board.image(300, "samples/01", Files.readAllBytes(PEER.resolve("pixel.png")));
            board.audio(300, "Silav, tu çawa yî?", sound);
        }

        // Then
        String name = "events.out.tfevents.1700000000.dengbej";
        assertThat(folder.resolve(name)).hasSameBinaryContentAs(PEER.resolve(name));
    }

    @Test
    void everyEventIsOnTheDiskAtOnce() throws IOException {
        try (TensorBoardFile board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.scalars(1, Map.of("loss/mel", 2.0));
            assertThat(EventFile.read(files().get(0)))
                    .containsExactly(new Entry(0, "version"), new Entry(1, "start"), new Entry(1, "summary"));
        }
    }

    @Test
    void aRunThatGoesOnLeavesTheOldFileAloneAndMakesVoidWhatItSaysOfStepsDoneAgain() throws IOException {
        // Given a run killed at step 9, its last record cut short
        TensorBoardFile killed = TensorBoardFile.open(folder, 0, CLOCK);
        killed.scalars(9, Map.of("loss/mel", 2.0));
        killed.close();
        byte[] whole = Files.readAllBytes(files().get(0));
        byte[] cut = Arrays.copyOf(whole, whole.length - 5);
        Files.write(files().get(0), cut);

        // When it is resumed from the checkpoint of step 7
        try (TensorBoardFile board = TensorBoardFile.open(folder, 7, clockAt(1_700_000_060_000L))) {
            board.scalars(8, Map.of("loss/mel", 1.9));
        }

        // Then
        assertThat(files()).hasSize(2);
        assertThat(files().get(0)).hasBinaryContent(cut);
        assertThat(EventFile.read(files().get(1)))
                .containsExactly(new Entry(0, "version"), new Entry(8, "start"), new Entry(8, "summary"));
    }

    @Test
    void aClockThatWasSetBackDoesNotPutANewFileBeforeTheOld() throws IOException {
        TensorBoardFile.open(folder, 0, CLOCK).close();
        TensorBoardFile.open(folder, 7, clockAt(1_600_000_000_000L)).close();
        TensorBoardFile.open(folder, 9, CLOCK).close();
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "events.out.tfevents.1700000000.dengbej",
                        "events.out.tfevents.1700000001.dengbej",
                        "events.out.tfevents.1700000002.dengbej");
        assertThat(EventFile.read(files().get(2))).contains(new Entry(10, "start"));
    }

    @Test
    void whatIsNoPngIsRefusedAndTheFileStaysWhole() throws IOException {
        try (TensorBoardFile board = TensorBoardFile.open(folder, 0, CLOCK)) {
            for (byte[] bytes : new byte[][] {new byte[0], new byte[100]}) {
                assertThatThrownBy(() -> board.image(1, "samples/01", bytes))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("[samples/01] expected a PNG");
            }
        }
        assertThat(EventFile.read(files().get(0))).hasSize(2);
    }
}
