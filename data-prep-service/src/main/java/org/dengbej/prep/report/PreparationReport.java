package org.dengbej.prep.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerTotals;
import org.dengbej.speech.audio.Audio;

/** A report of what a preparation read, kept and rejected: {@value #REJECTED}, every rejection, and {@value #PAGE}, a page to look at. */
public final class PreparationReport implements AutoCloseable {

    public static final String REJECTED = "rejected.csv";
    public static final String PAGE = "report.html";

    private static final int MAX_EXAMPLES = 3;
    private static final long MAX_SOUND_BYTES = 64L << 20;

    /** Of all sounds of a page, as text. */
    private static final int MAX_EMBEDDED_CHARACTERS = 8 << 20;

    /** Digital silence, far below all others, would leave them no room in a picture. */
    static final double MIN_LOUDNESS_LUFS = -70;

    static final double MIN_SNR_DB = -20;

    /** A rejection to show, and to hear where it has a sound. */
    record Example(Recording recording, String detail, Optional<String> sound) {}

    /** The rejections for one reason. */
    static final class Reason {
        private int count;
        private final List<Example> examples = new ArrayList<>();

        int count() {
            return count;
        }

        List<Example> examples() {
            return examples;
        }
    }

    private final RejectionLog log;
    private final Map<String, Reason> reasons = new LinkedHashMap<>();
    private final Histogram seconds = new Histogram(0.25);
    private final Histogram loudness = new Histogram(1);
    private final Histogram snr = new Histogram(1);
    private final Histogram rate = new Histogram(0.5);
    private final CharacterCounts characters = new CharacterCounts();
    private int embeddedCharacters;

    /** {@code folder}: for what does not fit into memory. */
    public PreparationReport(Path folder) {
        this.log = new RejectionLog(folder);
    }

    public void kept(Recording recording, ClipMeasures measures, Map<String, Integer> dropped) {
        characters.add(recording.text(), dropped);
        measured(measures, true);
    }

    /** A recording that was rejected; its file is read again where it is shown. */
    public void rejected(
            Recording recording, String reason, String detail, ClipMeasures measures, Map<String, Integer> dropped) {
        rejected(recording, reason, detail, measures, dropped, () -> file(recording));
    }

    /** A recording that was rejected after it was decoded; {@code decoded} is read where it is shown. */
    public void rejected(
            Recording recording, String reason, String detail, ClipMeasures measures, Supplier<Audio> decoded) {
        rejected(
                recording, reason, detail, measures, Map.of(), () -> Optional.of(EmbeddedSound.ofAudio(decoded.get())));
    }

    private void rejected(
            Recording recording,
            String reason,
            String detail,
            ClipMeasures measures,
            Map<String, Integer> dropped,
            Supplier<Optional<String>> sound) {
        log.add(recording, reason, detail);
        if (recording.text() != null) {
            characters.add(recording.text(), dropped);
        }
        measured(measures, false);
        Reason of = reasons.computeIfAbsent(reason, none -> new Reason());
        of.count++;
        if (of.examples.size() < MAX_EXAMPLES) {
            Optional<String> uri = embeddedCharacters < MAX_EMBEDDED_CHARACTERS ? sound.get() : Optional.empty();
            embeddedCharacters += uri.map(String::length).orElse(0);
            of.examples.add(new Example(recording.withoutSound(), detail, uri));
        }
    }

    private static Optional<String> file(Recording recording) {
        try {
            return EmbeddedSound.ofFile(recording.sound().read(MAX_SOUND_BYTES));
        } catch (IOException e) {
            return Optional.empty(); // the rejection says so itself
        }
    }

    private void measured(ClipMeasures measures, boolean kept) {
        measures.seconds().ifPresent(value -> seconds.add(value, kept));
        measures.loudnessLufs().ifPresent(value -> loudness.add(Math.max(value, MIN_LOUDNESS_LUFS), kept));
        measures.snrDb().ifPresent(value -> snr.add(Math.max(value, MIN_SNR_DB), kept));
        measures.charactersPerSecond().ifPresent(value -> rate.add(value, kept));
    }

    /**
     * Writes both files into a folder.
     *
     * @param summary  what stands at the head of the page
     * @param speakers and their good speech
     */
    public void write(Path folder, ReportSummary summary, SpeakerTotals speakers, SpeakerChoice choice)
            throws IOException {
        log.copyTo(folder.resolve(REJECTED));
        Files.writeString(folder.resolve(PAGE), ReportPage.of(summary, this, speakers, choice));
    }

    Map<String, Reason> reasons() {
        return reasons;
    }

    Histogram seconds() {
        return seconds;
    }

    Histogram loudness() {
        return loudness;
    }

    Histogram snr() {
        return snr;
    }

    Histogram rate() {
        return rate;
    }

    CharacterCounts characters() {
        return characters;
    }

    @Override
    public void close() {
        log.close();
    }
}
