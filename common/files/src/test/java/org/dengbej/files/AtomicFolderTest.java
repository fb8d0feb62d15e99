package org.dengbej.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {

    @TempDir
    Path folder;

    private Path folder(String name) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("a.txt"), name);
        return made;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void manyFilesAreThereAndListed() throws IOException {
        AtomicFolder.write(folder.resolve("data"), path -> {
            for (int i : IntStream.range(0, 200).toArray()) {
                Files.writeString(path.resolve("file-" + i), "x");
            }
        });
        assertThat(Files.readAllLines(folder.resolve("data/SHA256SUMS"))).hasSize(200);
        assertThat(Checksums.damage(folder.resolve("data"))).isEmpty();
        assertThat(names()).containsExactly("data");
    }

    @Test
    void leftoversAreDeletedAndLinksInThemAreNotFollowed() throws IOException {
        // Given
        Path mine = folder("mine");
        Files.createSymbolicLink(folder(".partial-1").resolve("link"), mine);
        Files.createSymbolicLink(folder.resolve(".partial-2"), folder.resolve("gone"));
        folder(".replaced-1_mine");

        // When
        AtomicFolder.deleteLeftovers(folder);

        // Then
        assertThat(names()).containsExactly("mine");
        assertThat(mine.resolve("a.txt")).hasContent("mine");
    }

    @Test
    void aFolderWhoseSuccessorNeverCameIsPutBack() throws IOException {
        // Given a crash between two renames
        folder(".partial-1");
        folder(".replaced-0b5ac5a5-93e5-4a6c-8e8b-6cf9b7c8f4b3_my_data-1");

        // When
        AtomicFolder.deleteLeftovers(folder);

        // Then
        assertThat(names()).containsExactly("my_data-1");
    }

    @Test
    void whatAGuardRefusesLeavesWhatWasThere() throws IOException {
        Path data = folder("data");
        assertThatThrownBy(() -> AtomicFolder.write(
                        data,
                        replacement -> {
                            throw new IOException("the lock is another's");
                        },
                        path -> Files.writeString(path.resolve("a.txt"), "new")))
                .hasMessageContaining("the lock is another's");
        assertThat(data.resolve("a.txt")).hasContent("data");
        assertThat(names()).containsExactly("data");
    }
}
