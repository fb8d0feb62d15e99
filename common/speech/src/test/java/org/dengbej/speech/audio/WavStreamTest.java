package org.dengbej.speech.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavStreamTest {

    @TempDir
    Path folder;

    @Test
    void piecesGiveTheSameFileAsTheWhole() throws IOException {
        // Given
        float[] samples = new float[1_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(i / 10.0);
        }
        Path file = folder.resolve("a.wav");

        // When
        try (WavStream stream = WavStream.create(file)) {
            stream.write(new Audio(Arrays.copyOf(samples, 400), 16_000));
            stream.write(new Audio(Arrays.copyOfRange(samples, 400, 1_000), 16_000));
        }

        // Then
        assertThat(Files.readAllBytes(file)).isEqualTo(WavFile.encode(new Audio(samples, 16_000)));
    }

    @Test
    void anotherRateIsRefused() throws IOException {
        try (WavStream stream = WavStream.create(folder.resolve("a.wav"))) {
            stream.write(new Audio(new float[1], 16_000));
            assertThatThrownBy(() -> stream.write(new Audio(new float[1], 22_050)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16000 Hz")
                    .hasMessageContaining("22050 Hz");
        }
    }
}
