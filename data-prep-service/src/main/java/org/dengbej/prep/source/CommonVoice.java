package org.dengbej.prep.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Mozilla Common Voice of any release: {@code validated.tsv} (or the splits train, dev and test, or any other table that is asked for)
 * and {@code clips/}; and its Spontaneous Speech: {@code ss-corpus-*.tsv} and {@code audios/}. The folder above the language is taken
 * where it holds one.
 */
final class CommonVoice implements Layout {

    static final String NAME = "common-voice";
    private static final String VALIDATED = "validated.tsv";
    private static final String OTHER = "other.tsv";
    private static final String INVALIDATED = "invalidated.tsv";
    private static final List<String> SPLITS = List.of("train.tsv", "dev.tsv", "test.tsv");
    private static final List<String> CLIPS = List.of("clips", "audios");
    private static final int MAX_LEVELS_ABOVE = 3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String needs() {
        return "validated.tsv, or train.tsv, dev.tsv and test.tsv, or other.tsv, with columns path and sentence, beside clips/";
    }

    @Override
    public Optional<String> recognise(Source source) {
        List<Path> folders = languages(source);
        return folders.isEmpty()
                ? Optional.empty()
                : Optional.of("%s has %s"
                        .formatted(
                                folders.get(0).equals(source.path())
                                        ? "it"
                                        : source.path().relativize(folders.get(0)),
                                Source.walk(folders.get(0), 1, CommonVoice::isTable).stream()
                                        .map(table -> table.getFileName().toString())
                                        .collect(Collectors.joining(", "))));
    }

    /** The folders of languages at or below a source. */
    private static List<Path> languages(Source source) {
        if (source.isFile()) {
            return List.of();
        }
        if (isLanguage(source.path())) {
            return List.of(source.path());
        }
        List<Path> found = new ArrayList<>();
        for (Path table : Source.walk(source.path(), MAX_LEVELS_ABOVE, CommonVoice::isTable)) {
            Path folder = table.getParent();
            if (!found.contains(folder) && isLanguage(folder)) {
                found.add(folder);
            }
        }
        return found;
    }

    private static boolean isTable(Path file) {
        String name = Source.name(file);
        return name.equals(VALIDATED)
                || SPLITS.contains(name)
                || name.matches("ss-corpus.*\\.tsv")
                || name.equals(OTHER)
                || name.equals(INVALIDATED);
    }

    private static boolean isLanguage(Path folder) {
        return CLIPS.stream().anyMatch(clips -> Files.isDirectory(folder.resolve(clips)))
                && !Source.walk(folder, 1, CommonVoice::isTable).isEmpty();
    }

    private static List<Path> tables(Path folder, SourceOptions options) {
        List<Path> spontaneous =
                Source.walk(folder, 1, file -> Source.name(file).matches("ss-corpus.*\\.tsv"));
        if (!spontaneous.isEmpty()) {
            return spontaneous;
        }
        if (options.split() != null) {
            return Source.walk(
                    folder,
                    1,
                    file -> Source.hasExtension(file, "tsv")
                            && options.wants(Source.name(file).replaceFirst("\\.tsv$", "")));
        }
        for (List<String> names : List.of(List.of(VALIDATED), SPLITS, List.of(OTHER))) {
            List<Path> found = Source.walk(folder, 1, file -> names.contains(Source.name(file)));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    @Override
    public RecordingSource open(Source source, SourceOptions options) {
        List<Path> languages = languages(source);
        if (languages.isEmpty()) {
            throw new UnusableSourceException("[%s] a data set of layout %s has %s; found %s"
                    .formatted(source.path(), NAME, needs(), source.contents()));
        }
        if (languages.size() > 1) {
            throw new UnusableSourceException(
                    "[%s] expected Common Voice of one language, found %d: %s; name the folder of one"
                            .formatted(
                                    source.path(),
                                    languages.size(),
                                    languages.stream()
                                            .map(folder -> source.path()
                                                    .relativize(folder)
                                                    .toString())
                                            .toList()));
        }
        Path folder = languages.get(0);
        List<Path> files = tables(folder, options);
        if (files.isEmpty()) {
            throw new UnusableSourceException(
                    options.split() == null
                            ? "[%s] expected %s; found %s, whose clips listeners voted against: --split invalidated reads them all the same"
                                    .formatted(folder, needs(), INVALIDATED)
                            : "[%s] expected a table of the split '%s', found %s"
                                    .formatted(folder, options.split(), new Source(folder).contents()));
        }
        Path clips = CLIPS.stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(folder);
        List<Table> tables = files.stream()
                .map(CommonVoice::read)
                .filter(table -> table.rows().size() > 1 || files.size() == 1)
                .toList();
        return TableSource.of(
                NAME,
                source,
                tables.isEmpty() ? List.of(read(files.get(0))) : tables,
                AudioFiles.in(clips),
                columns(options, tables));
    }

    private static Table read(Path file) {
        Table table = Table.read(file);
        return new Table(table.file(), table.rows(), table.lines(), true, table.notation());
    }

    /** The names of its releases: {@code path} and {@code sentence}, or those of Spontaneous Speech, whose prompt is no transcription. */
    private static SourceOptions columns(SourceOptions options, List<Table> tables) {
        List<String> names = tables.isEmpty() || tables.get(0).rows().isEmpty()
                ? List.of()
                : tables.get(0).rows().get(0);
        boolean spontaneous = names.contains("audio_file");
        return new SourceOptions(
                NAME,
                options.audioColumn() == null ? (spontaneous ? "audio_file" : "path") : options.audioColumn(),
                options.textColumn() == null ? (spontaneous ? "transcription" : "sentence") : options.textColumn(),
                options.speakerColumn() == null && names.contains("client_id") ? "client_id" : options.speakerColumn(),
                null);
    }
}
