package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SoundFilters;
import org.dengbej.events.SoundStatistics;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preparation, also on a full disk: {@code /dev/full} refuses every byte as the kernel does when there is no room. */
class PreparationTest {

    private static final Path FULL = Path.of("/dev/full");
    private static final VoiceFormat VOICE = new VoiceFormat(Tokenizer.forAlphabet("abc"), 16_000, 256);

    @TempDir
    Path folder;

    private static RecordingSource named(String... names) {
        byte[] wav = WavFile.encode(new Audio(SyntheticSpeech.samples(1.5, 16_000, 1), 16_000));
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

    /** Recordings of texts of the same length, in so many seconds each. */
    private static RecordingSource spoken(double... seconds) {
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            byte[] wav = WavFile.encode(new Audio(SyntheticSpeech.samples(seconds[i], 16_000, i), 16_000));
            recordings.add(new Recording("r" + i, "abc abc abc abc abc", null, null, "s", null, maxBytes -> wav));
        }
        return new ListedSource(List.of(), recordings, "test");
    }

    @Test
    void aRecordingWhoseTextIsTooShortForItsSoundAmongTheOthersIsRejectedAndCounted() {
        // Given thirty of about 1.5 s, and one of 5 s
        double[] seconds = IntStream.rangeClosed(0, 30)
                .mapToDouble(i -> i == 7 ? 5 : 1.4 + 0.01 * i)
                .toArray();

        // When
        try (Preparation prepared = prepare(spoken(seconds))) {
            // Then
            assertThat(prepared.utteranceCount()).isEqualTo(30);
            assertThat(prepared.statistics().clips()).isEqualTo(30);
            assertThat(prepared.rejectedByReason()).isEqualTo(Map.of("speaking-rate-outlier", 1));
            assertThat(prepared.rejections().get(0).utteranceId()).isEqualTo("r7");
            assertThat(prepared.rejections().get(0).detail()).contains("3.0 characters a second", "median is 9");
            assertThat(IntStream.range(0, prepared.batchCount())
                            .mapToObj(prepared::batch)
                            .flatMap(batch -> batch.utterances().stream()))
                    .extracting(PreparedUtterance::id)
                    .hasSize(30)
                    .doesNotContain("r7");
        }
    }

    @Test
    void speakingRatesAreLeftAloneWhereThatIsAskedFor() {
        double[] seconds = IntStream.rangeClosed(0, 30)
                .mapToDouble(i -> i == 7 ? 5 : 1.4 + 0.01 * i)
                .toArray();
        Filters filters = new Filters(null, null, null, null, null, null, SoundFilters.NONE);
        PrepareDataset request = new PrepareDataset(
                "d", URI.create("file:///s"), "pairs", "voice", null, filters, null, null, null, 1, null);
        try (Preparation prepared =
                Preparation.of(request, spoken(seconds), VOICE, 1_000_000, folder, filtered -> {})) {
            assertThat(prepared.utteranceCount()).isEqualTo(31);
        }
    }

    @Test
    void theStatisticsTellHowTheSoundCame() {
        try (Preparation prepared = prepare(spoken(2, 3, 4))) {
            SoundStatistics sound = prepared.statistics().sound();
            assertThat(sound.charactersPerSecond().median()).isCloseTo(5, within(0.1));
            assertThat(sound.loudnessLufs().mean()).isBetween(-40.0, -25.0);
            assertThat(sound.snrDb().p5()).isGreaterThan(10);
            assertThat(sound.clippedShare().p95()).isZero();
            assertThat(sound.bandwidthHz().median()).isBetween(7_000.0, 8_000.0);
            assertThat(sound.silenceShare().mean()).isLessThan(0.1);
            assertThat(sound.peakDbfs().p95()).isBetween(-30.0, -10.0);
        }
    }

    @Test
    void aNameOfAnEarlierShardIsADuplicateAndAShardMayKeepNothing() {
        try (Preparation shard = Preparation.ofShard(
                request(), named("a", "b").recordings(), 2, Set.of("a"), VOICE, 1_000_000, folder, filtered -> {})) {
            assertThat(shard.rejectedByReason()).isEqualTo(Map.of("duplicate", 1));
            assertThat(shard.batch(0, 40).index()).isEqualTo(40);
        }
        try (Preparation shard = Preparation.ofShard(
                request(), named("a").recordings(), 1, Set.of("a"), VOICE, 1_000_000, folder, filtered -> {})) {
            assertThat(shard.batchCount()).isZero();
        }
    }
}
