package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preparation, also on a full disk: {@code /dev/full} refuses every byte as the kernel does when there is no room. */
class PreparationTest {

    private static final Path FULL = Path.of("/dev/full");
    private static final VoiceFormat VOICE = new VoiceFormat(Tokenizer.forAlphabet("abc"), 16_000, 256);

    @TempDir
    Path folder;

    private static RecordingSource named(String... names) {
        byte[] wav = WavFile.encode(new Audio(new float[24_000], 16_000));
        return new ListedSource(
                List.of(),
                Stream.of(names)
                        .map(name -> new Recording(name, "abc", null, null, null, null, maxBytes -> wav))
                        .toList(),
                "test");
    }

    private static PrepareDataset request() {
        return new PrepareDataset(
                "d", URI.create("file:///s"), "pairs", "voice", null, null, null, null, null, 1, null);
    }

    private Preparation prepare(RecordingSource recordings) {
        return Preparation.of(request(), recordings, VOICE, 1_000_000, folder, filtered -> {});
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toList());
        }
    }

    @Test
    void aFullDiskIsNamedAndTheSpoolIsClosed() throws IOException {
        // Given
        FileChannel full = FileChannel.open(FULL, StandardOpenOption.READ, StandardOpenOption.WRITE);
        PcmSpool spool = new PcmSpool(full, FULL);

        // When, Then
        assertThatThrownBy(() -> Preparation.of(request(), named("a"), VOICE, 1_000_000, spool, filtered -> {}))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("/dev/full")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("dengbej.data-prep.spool-dir");
        assertThat(full.isOpen()).isFalse();
    }

    @Test
    void theSpoolFileIsGoneAsSoonAsItIsOpen() throws IOException {
        try (Preparation prepared = prepare(named("a", "b"))) {
            assertThat(prepared.batch(0).utterances()).hasSize(2);
            assertThat(filesLeft()).isEmpty();
        }
    }

    @Test
    void utterancesWhoseNamesNoBatchCanCarryAreRejected() {
        try (Preparation prepared = prepare(named("a", " ", "x".repeat(256), "a"))) {
            assertThat(prepared.rejectedByReason())
                    .containsOnlyKeys("without-name", "name-too-long", "duplicate")
                    .containsValues(1);
        }
    }

    @Test
    void aSourceOfWhichNothingIsKeptIsRefusedWithAnExampleOfEachReason() {
        try (Preparation prepared = prepare(named(" ", "x".repeat(256)))) {
            assertThat(prepared.isEmpty()).isTrue();
            assertThat(prepared.nothingKept(Optional.of(Path.of("/reports"))))
                    .hasMessageContaining("no utterance is left")
                    .hasMessageContaining("1 without-name (without-name: a name that is blank)")
                    .hasMessageContaining("1 name-too-long (" + "x".repeat(80))
                    .hasMessageContaining("All rejections: /reports/rejected.csv.");
        }
    }
}
