package org.dengbej.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path folder;

    @Test
    void aNewFileIsWrittenWithTheFoldersThatLeadToIt() throws IOException {
        new OutputFile(folder.resolve("deep/a.wav"), false).write(path -> Files.writeString(path, "x"));
        assertThat(folder.resolve("deep/a.wav")).hasContent("x");
    }

    @Test
    void aFileALinkAndAFolderInItsPlaceAreRefused() throws IOException {
        // Given
        Files.writeString(folder.resolve("mine.wav"), "mine");
        Files.createSymbolicLink(folder.resolve("link.wav"), folder.resolve("gone.wav"));
        Files.createDirectory(folder.resolve("folder.wav"));

        // Then
        for (String name : List.of("mine.wav", "link.wav")) {
            assertThatThrownBy(() -> new OutputFile(folder.resolve(name), false).check())
                    .isInstanceOf(OutputFolderException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("--overwrite");
        }
        assertThatThrownBy(() -> new OutputFile(folder.resolve("folder.wav"), true).check())
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("found a folder");
    }

    @Test
    void overwritingALinkLeavesWhatItNames() throws IOException {
        // Given
        Path mine = Files.writeString(folder.resolve("mine.wav"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link.wav"), mine);

        // When
        new OutputFile(link, true).write(path -> Files.writeString(path, "x"));

        // Then
        assertThat(mine).hasContent("mine");
        assertThat(link).hasContent("x").isRegularFile();
    }

    @Test
    void aFailedWriteLeavesTheEarlierFile() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.wav"), "mine");
        assertThatThrownBy(() -> new OutputFile(mine, true).write(path -> {
                    Files.writeString(path, "half");
                    throw new IOException("no room");
                }))
                .hasMessageContaining("no room");
        assertThat(mine).hasContent("mine");
        assertThat(folder).isDirectoryContaining("glob:**/mine.wav");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(mine);
        }
    }
}
