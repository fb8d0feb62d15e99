package org.dengbej.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileThatIsMappedCanBeReplaced() throws IOException {
        // Given
        Path file = Files.write(folder.resolve("model.safetensors"), new byte[1 << 20]);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 1 << 20);

            // When
            AtomicFile.write(file, partial -> Files.writeString(partial, "short"));

            // Then
            assertThat(mapped.get((1 << 20) - 1)).isZero();
            assertThat(file).hasContent("short");
        }
    }

    @Test
    void aFailedWriteLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, partial -> {
                    Files.writeString(partial, "half");
                    throw new IOException("no room");
                }))
                .hasMessageContaining("a.txt")
                .hasMessageContaining("no room");
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial-*");
    }
}
