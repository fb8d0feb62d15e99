package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Recordings that have their texts in files of the same name: pairs of sound and {@code .txt} or {@code .lab} in one folder or in
 * folders of speakers, VCTK ({@code wav48_*}/SPEAKER and {@code txt}/SPEAKER), LibriTTS ({@code SPEAKER/CHAPTER/*.normalized.txt}).
 */
final class SpeechTree implements Layout {

    static final String PAIRS = "pairs";
    static final String VCTK = "vctk";
    static final String LIBRI_TTS = "libritts";

    /** The best text first. */
    private static final List<String> TEXTS = List.of(".normalized.txt", ".txt", ".lab", ".original.txt");

    private static final Set<String> FOLDERS_OF_PARTS = Set.of(
            "wav",
            "wavs",
            "wav48",
            "wav48_silence_trimmed",
            "wav22",
            "wav16",
            "txt",
            "text",
            "texts",
            "audio",
            "audios",
            "clips",
            "transcripts",
            "lab",
            "labs");

    private final String name;
    private final String needs;

    private SpeechTree(String name, String needs) {
        this.name = name;
        this.needs = needs;
    }

    static List<Layout> all() {
        return List.of(
                new SpeechTree(VCTK, "wav48_silence_trimmed/SPEAKER/*.flac (or wav48/) and txt/SPEAKER/*.txt"),
                new SpeechTree(
                        LIBRI_TTS, "SPEAKER/CHAPTER/*.wav, each with *.normalized.txt or *.original.txt beside it"),
                new SpeechTree(
                        PAIRS,
                        "sound files, each with a .txt or .lab file of the same name, in one folder or in folders of speakers"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String needs() {
        return needs;
    }

    @Override
    public Optional<String> recognise(Source source) {
        if (source.isFile()) {
            return Optional.empty();
        }
        Map<String, Path> texts = texts(source);
        List<Path> sounds = source.files(AudioFiles::isAudio);
        Optional<Path> paired = sounds.stream()
                .filter(sound -> texts.containsKey(key(source, sound)))
                .findFirst();
        return paired.filter(sound -> name.equals(kind(texts.get(key(source, sound)))))
                .map(sound -> "%s has its text in %s"
                        .formatted(
                                source.path().relativize(sound),
                                source.path().relativize(texts.get(key(source, sound)))));
    }

    private static String kind(Path text) {
        if (Source.name(text).endsWith(".normalized.txt") || Source.name(text).endsWith(".original.txt")) {
            return LIBRI_TTS;
        }
        Path above = text.getParent().getParent();
        return above != null
                        && above.getFileName() != null
                        && Source.name(above).equals("txt")
                ? VCTK
                : PAIRS;
    }

    /** The texts by the path of their sound without its ending; where there are several, the best. */
    private static Map<String, Path> texts(Source source) {
        Map<String, Path> texts = new HashMap<>();
        for (String ending : TEXTS) {
            for (Path file : source.files(path -> ending.equals(ending(path)))) {
                String relative = source.path().relativize(file).toString();
                texts.putIfAbsent(withoutParts(relative.substring(0, relative.length() - ending.length())), file);
            }
        }
        return texts;
    }

    /** The longest of the endings that a file has; null where it has none. */
    private static String ending(Path file) {
        return TEXTS.stream()
                .filter(ending -> Source.name(file).endsWith(ending))
                .max(Comparator.comparing(String::length))
                .orElse(null);
    }

    private static String key(Source source, Path sound) {
        String relative = source.path().relativize(sound).toString();
        int dot = relative.lastIndexOf('.');
        // VCTK's two microphones read one text
        return withoutParts(relative.substring(0, dot < 0 ? relative.length() : dot))
                .replaceFirst("_mic[12]$", "");
    }

    /** Folders in which sounds and texts lie apart are left out of the name. */
    private static String withoutParts(String relative) {
        List<String> kept = new ArrayList<>();
        String[] parts = AudioFiles.key(relative).split("/");
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 || !FOLDERS_OF_PARTS.contains(parts[i])) {
                kept.add(parts[i]);
            }
        }
        return String.join("/", kept);
    }

    @Override
    public RecordingSource open(Source source, SourceOptions options) {
        if (source.isFile()) {
            throw new UnusableSourceException("[%s] a data set of layout %s is a folder of %s; found a file"
                    .formatted(source.path(), name, needs));
        }
        Map<String, Path> texts = texts(source);
        AudioFiles audio = AudioFiles.in(source.path());
        Map<String, Integer> sounds = new HashMap<>();
        audio.all().forEach(sound -> sounds.merge(key(source, sound), 1, Integer::sum));
        if (sounds.keySet().stream().noneMatch(texts::containsKey)) {
            throw new UnusableSourceException("[%s] a data set of layout %s has %s; found %s"
                    .formatted(source.path(), name, needs, source.contents()));
        }
        List<Recording> recordings = new ArrayList<>();
        for (Path sound : audio.all()) {
            String key = key(source, sound);
            recordings.add(recording(source, sound, texts.get(key), sounds.get(key) == 1, audio));
        }
        // A text without a sound is a row too, and says so when its sound is asked for.
        Map<String, Path> silent = new TreeMap<>(texts);
        silent.keySet().removeAll(sounds.keySet());
        silent.forEach((key, text) -> {
            String id = source.path().relativize(text).toString();
            recordings.add(new Recording(
                    id, read(text), null, null, speaker(Path.of(id)), null, audio.sound(id), Origin.ofFile(id)));
        });
        return new ListedSource(
                Stream.concat(Stream.of(source.path()), audio.folders().stream())
                        .distinct()
                        .toList(),
                recordings,
                "%s: %d sound files, %d texts".formatted(name, audio.all().size(), texts.size()));
    }

    /** {@code alone}: no other sound has the same text, so that the name needs no ending. */
    private static Recording recording(Source source, Path sound, Path text, boolean alone, AudioFiles audio) {
        Path relative = source.path().relativize(sound);
        return new Recording(
                alone ? relative.toString().replaceFirst("\\.[^./]+$", "") : relative.toString(),
                text == null ? "" : read(text),
                null,
                null,
                speaker(relative),
                null,
                audio.sound(sound),
                Origin.ofFile(relative.toString()));
    }

    /** The first folder that is not one of parts; null where the recordings lie in one folder. */
    private static String speaker(Path relative) {
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            String folder = relative.getName(i).toString();
            if (!FOLDERS_OF_PARTS.contains(folder.toLowerCase(Locale.ROOT))
                    && !folder.toLowerCase(Locale.ROOT).matches("(train|dev|test)([-_](clean|other))?([-_].*)?")) {
                return folder;
            }
        }
        return null;
    }

    private static String read(Path file) {
        return String.join(" ", DecodedText.read(file).lines()).strip();
    }
}
