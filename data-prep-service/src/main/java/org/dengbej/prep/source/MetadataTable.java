package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tables of {@code file|text} and their relatives beside or above the recordings: LJSpeech, Coqui, Piper, Hugging Face's audiofolder,
 * the file lists of the original VITS code, NeMo manifests. They differ in where the table lies; what its columns are is seen from
 * what stands in them.
 */
final class MetadataTable implements Layout {

    static final MetadataTable LJ_SPEECH = new MetadataTable(
            "ljspeech",
            "metadata.csv (or .txt) of 'id|text' or 'id|text|normalised text', and the recordings in wavs/, wav/ or beside it",
            file -> Source.name(file).matches("metadata[^/]*\\.(csv|txt)"),
            true);
    static final MetadataTable AUDIO_FOLDER = new MetadataTable(
            "audiofolder",
            "metadata.csv or metadata.jsonl with file_name and a column of texts, beside the recordings or in a folder a split",
            file -> Source.name(file).matches("(metadata|manifest)[^/]*\\.(csv|tsv|jsonl|json)"),
            false);
    static final MetadataTable COQUI = new MetadataTable(
            "coqui",
            "metadata.csv (or metadata_train.csv) of 'audio_file|text|speaker_name', or Piper's 'file|speaker|text'",
            file -> Source.name(file).matches("metadata[^/]*\\.(csv|txt)"),
            true);
    static final MetadataTable VITS_FILE_LIST = new MetadataTable(
            "vits",
            "filelists/*.txt, or train.txt and val.txt, of 'path|text' or 'path|speaker|text'",
            file -> Source.name(file)
                            .matches("([^/]*filelist[^/]*|train[^/]*|val[^/]*|test[^/]*|dev[^/]*)\\.(txt|lst|list)")
                    || file.getParent().getFileName() != null
                            && Source.name(file.getParent()).equals("filelists")
                            && Source.hasExtension(file, "txt"),
            false);
    static final MetadataTable OTHER_TABLE = new MetadataTable(
            "table",
            "one .csv, .tsv, .txt, .json or .jsonl file with a column of recordings and one of texts, or one a split (train.csv, test.csv)",
            file -> Source.hasExtension(file, "csv", "tsv", "jsonl", "ndjson")
                    || Source.hasExtension(file, "json") && isList(file)
                    || Source.hasExtension(file, "txt", "lst", "list") && hasColumns(file),
            true);

    private final String name;
    private final String needs;
    private final Predicate<Path> isTable;
    private final boolean topLevelAlone;

    private MetadataTable(String name, String needs, Predicate<Path> isTable, boolean topLevelAlone) {
        this.name = name;
        this.needs = needs;
        this.isTable = isTable;
        this.topLevelAlone = topLevelAlone;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String needs() {
        return needs;
    }

    /** True when a JSON file is a list: most others are somebody's settings. */
    private static boolean isList(Path file) {
        return DecodedText.read(file).text().stripLeading().startsWith("[");
    }

    /** True when a text is a table at all, and no prose. */
    private static boolean hasColumns(Path file) {
        String notation = Table.read(file).notation();
        return notation.contains("'|'") || notation.contains("tabs");
    }

    private List<Path> tables(Source source) {
        if (source.isFile()) {
            return Source.hasExtension(source.path(), "csv", "tsv", "txt", "jsonl", "json", "ndjson", "lst", "list")
                    ? List.of(source.path())
                    : List.of();
        }
        List<Path> top = source.children(isTable);
        return topLevelAlone || !top.isEmpty() ? top : source.files(isTable);
    }

    @Override
    public Optional<String> recognise(Source source) {
        List<Path> tables = tables(source);
        if (tables.isEmpty() || this == OTHER_TABLE && tables.size() > 1 && !areSplits(tables)) {
            return Optional.empty();
        }
        boolean fits = switch (name) {
            case "ljspeech" ->
                Table.read(tables.get(0)).notation().contains("'|'")
                        || Source.hasExtension(tables.get(0), "txt") && hasColumns(tables.get(0));
            case "vits" -> hasColumns(tables.get(0));
            case "coqui" -> false; // the same files as LJSpeech's
            default -> true;
        };
        return fits
                ? Optional.of("%s lies there".formatted(source.folder().relativize(tables.get(0))))
                : Optional.empty();
    }

    private static boolean areSplits(List<Path> tables) {
        return tables.stream()
                .allMatch(table ->
                        Source.name(table).matches("(train|val|valid|validation|dev|test|eval)([^a-z].*)?\\.[a-z]+"));
    }

    /** Advice on a folder of tables of which nothing says how they belong together; empty where there are not several. */
    static Optional<String> choice(Source source) {
        List<Path> tables = OTHER_TABLE.tables(source);
        return tables.size() < 2
                ? Optional.empty()
                : Optional.of("It has several tables: name one of them, e.g. %s, in place of the folder"
                        .formatted(tables.get(0)));
    }

    @Override
    public RecordingSource open(Source source, SourceOptions options) {
        List<Path> files = tables(source).stream()
                .filter(file -> options.split() == null
                        || options.wants(TableSource.split(file))
                        || Table.read(file).rows().stream().limit(1).anyMatch(row -> row.contains("split")))
                .toList();
        if (files.isEmpty()) {
            throw new UnusableSourceException("[%s] a data set of layout %s has %s; found %s%s"
                    .formatted(
                            source.path(),
                            name,
                            needs,
                            source.contents(),
                            options.split() == null ? "" : ", and none of the split '%s'".formatted(options.split())));
        }
        List<Path> originals =
                files.stream().filter(file -> !isDerived(file, files)).toList();
        List<Table> tables = originals.stream()
                .map(Table::read)
                .filter(table -> !table.rows().isEmpty())
                .toList();
        if (tables.isEmpty()) {
            throw new UnusableSourceException(
                    "[%s] expected rows of recordings and texts, found an empty file".formatted(originals.get(0)));
        }
        return TableSource.of(name, source, tables, AudioFiles.in(audioFolder(source)), options);
    }

    /** A table in a folder of lists names recordings of the folder above. */
    private static Path audioFolder(Source source) {
        Path folder = source.folder();
        return source.isFile() && Source.name(folder).equals("filelists") ? folder.getParent() : folder;
    }

    /** The original VITS code keeps phonemes beside a list, under its name and {@code .cleaned}. */
    private static boolean isDerived(Path file, List<Path> files) {
        return files.stream().anyMatch(other -> Source.name(file).equals(Source.name(other) + ".cleaned"))
                || Source.name(file).endsWith(".cleaned");
    }
}
