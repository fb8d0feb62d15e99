package org.dengbej.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    @TempDir
    Path folder;

    private OutputFolder output(String name) {
        return new OutputFolder(folder.resolve(name), "prepare", false);
    }

    private static void fill(Path path, String text) throws IOException {
        Files.createDirectories(path.resolve("wavs"));
        Files.writeString(path.resolve("wavs/a.wav"), text);
        Files.writeString(path.resolve("metadata.csv"), text);
    }

    private List<String> names(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aNewAndAnEmptyFolderAreFilled() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("empty"));

        // When
        output("empty").write(path -> fill(path, "x"));
        output("new/deep").write(path -> fill(path, "x"));

        // Then
        assertThat(names(folder.resolve("empty"))).containsExactly("SHA256SUMS", "metadata.csv", "wavs/a.wav");
        assertThat(names(folder)).noneMatch(name -> name.contains(".partial-"));
        assertThat(folder.resolve("new/deep/metadata.csv")).hasContent("x");
    }

    @Test
    void itsOwnUnchangedOutputIsMadeAnew() throws IOException {
        output("data").write(path -> fill(path, "old"));
        output("data").write(path -> Files.writeString(path.resolve("metadata.csv"), "new"));
        assertThat(names(folder.resolve("data"))).containsExactly("SHA256SUMS", "metadata.csv");
        assertThat(folder.resolve("data/metadata.csv")).hasContent("new");
    }

    @Test
    void whatSomebodyElsePutThereIsNamedAndStays() throws IOException {
        // Given
        Path data = Files.createDirectories(folder.resolve("data"));
        for (String name : List.of("a.wav", "b.wav", "c.wav", "d.wav")) {
            Files.writeString(data.resolve(name), "mine");
        }

        // Then
        assertThatThrownBy(() -> output("data").write(path -> fill(path, "x")))
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("found 4 files")
                .hasMessageContaining("a.wav, b.wav, c.wav, ...")
                .hasMessageContaining("--overwrite");
        assertThat(names(data)).containsExactly("a.wav", "b.wav", "c.wav", "d.wav");
    }

    @Test
    void anOutputThatWasEditedSinceIsSomebodys() throws IOException {
        output("data").write(path -> fill(path, "old"));
        Files.writeString(folder.resolve("data/metadata.csv"), "corrected by hand");
        assertThatThrownBy(() -> output("data").check())
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("metadata.csv");
    }

    @Test
    void overwritingReplacesNamesakesAlone() throws IOException {
        // Given
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("metadata.csv"), "mine");
        Files.writeString(data.resolve("notes.txt"), "mine");

        // When
        new OutputFolder(data, "prepare", true).write(path -> fill(path, "x"));

        // Then
        assertThat(data.resolve("metadata.csv")).hasContent("x");
        assertThat(data.resolve("wavs/a.wav")).hasContent("x");
        assertThat(data.resolve("notes.txt")).hasContent("mine");
        assertThat(names(folder)).noneMatch(name -> name.contains(".partial-"));
    }

    @Test
    void aFailedWriteLeavesTheEarlierOutput() throws IOException {
        output("data").write(path -> fill(path, "good"));
        assertThatThrownBy(() -> output("data").write(path -> {
                    fill(path, "bad");
                    throw new IOException("no room");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data")
                .hasMessageContaining("no room");
        assertThat(folder.resolve("data/metadata.csv")).hasContent("good");
        assertThat(names(folder)).noneMatch(name -> name.contains(".partial-"));
    }

    @Test
    void anOutputInsideAboveOrEqualToAnInputIsRefusedEvenToOverwrite() throws IOException {
        // Given
        Path source = Files.createDirectories(folder.resolve("source/clips"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("source"));

        // Then
        for (Path output : List.of(folder, folder.resolve("source"), source, link, link.resolve("out/deep"))) {
            assertThatThrownBy(() -> new OutputFolder(output, "prepare", true).check(folder.resolve("source")))
                    .as("%s", output)
                    .isInstanceOf(OutputFolderException.class)
                    .hasMessageContaining("apart");
        }
        assertThatCode(() -> output("source-out").check(folder.resolve("source")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Files.writeString(folder.resolve("data"), "mine");
        assertThatThrownBy(() -> output("data").check())
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("found a file");
    }

    @Test
    void whatAnotherCommandMadeIsNotItsOwn() throws IOException {
        // Given
        output("data").write(path -> fill(path, "old"));
        OutputFolder other = new OutputFolder(folder.resolve("data"), "new-voice", false);
        Path unnamed = folder.resolve("unnamed");
        AtomicFolder.write(unnamed, path -> fill(path, "old"));

        // Then
        assertThatThrownBy(other::check)
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("found 3 files")
                .hasMessageContaining("SHA256SUMS, metadata.csv, wavs");
        assertThatThrownBy(() -> output("unnamed").check()).isInstanceOf(OutputFolderException.class);
    }

    @Test
    void aListInAnyCharacterSetIsSomebodys() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.write(data.resolve("SHA256SUMS"), new byte[] {(byte) 0xe9, ' ', ' ', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> output("data").check())
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("found 1 files");
    }

    @Test
    void aLinkIsFilledWhereItLeads() throws IOException {
        // Given
        Path disk = Files.createDirectories(folder.resolve("disk/data"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), disk);

        // When
        output("link").write(path -> fill(path, "x"));
        output("link").write(path -> fill(path, "y"));

        // Then
        assertThat(link).isSymbolicLink();
        assertThat(disk.resolve("metadata.csv")).hasContent("y");

        // And one that leads nowhere is named
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("gone"));
        assertThatThrownBy(() -> output("nowhere").check())
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("link to")
                .hasMessageContaining("gone");
    }

    @Test
    void aListThatNamesItsMakerIsReadAsAnyOther() throws IOException {
        output("data").write(path -> fill(path, "x"));
        assertThat(folder.resolve("data/SHA256SUMS")).content().startsWith("# made by dengbej prepare\n");
        assertThat(Checksums.damage(folder.resolve("data"))).isEmpty();
    }

    @Test
    void aFileThatWasChangedInPlaceIsListedAnewAndTheFolderHasNoMakerAnyMore() throws IOException {
        // Given
        output("data").write(path -> fill(path, "x"));
        Path data = folder.resolve("data");
        AtomicFile.writeString(data.resolve("metadata.csv"), "converted");
        assertThat(Checksums.damage(data)).contains("metadata.csv");

        // When
        Checksums.update(data, List.of(data.resolve("metadata.csv")));

        // Then
        assertThat(Checksums.damage(data)).isEmpty();
        assertThatThrownBy(() -> output("data").check()).isInstanceOf(OutputFolderException.class);
    }
}
