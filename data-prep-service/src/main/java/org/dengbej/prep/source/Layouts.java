package org.dengbej.prep.source;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.files.FileUris;

/** The layouts of data sets that are known; one is named, or recognised by looking. */
public final class Layouts {

    /** In the order in which they are looked for: the more a layout demands, the earlier. */
    private static final List<Layout> ALL = Stream.concat(
                    Stream.of(
                            new CommonVoice(),
                            MetadataTable.LJ_SPEECH,
                            MetadataTable.COQUI,
                            MetadataTable.AUDIO_FOLDER,
                            MetadataTable.VITS_FILE_LIST,
                            new ParquetDataset.Parquet()),
                    Stream.concat(SpeechTree.all().stream(), Stream.of(MetadataTable.OTHER_TABLE)))
            .toList();

    private Layouts() {}

    public static List<String> names() {
        return ALL.stream().map(Layout::name).toList();
    }

    /**
     * Opens a source; its description says for which layout it was taken, and why.
     *
     * @throws UnusableSourceException when the layout is not known or not recognised, or the source is not of it
     */
    public static RecordingSource open(URI uri, SourceOptions options) {
        Source source = source(uri);
        return options.layout() == null ? recognised(source, options) : named(source, options);
    }

    private static Source source(URI uri) {
        try {
            return new Source(FileUris.path("source", uri));
        } catch (IllegalArgumentException e) {
            throw new UnusableSourceException(e.getMessage(), e);
        }
    }

    private static RecordingSource named(Source source, SourceOptions options) {
        return ALL.stream()
                .filter(layout -> layout.name().equals(options.layout()))
                .findFirst()
                .orElseThrow(() -> new UnusableSourceException(
                        "layout must be one of %s, found '%s'".formatted(names(), options.layout())))
                .open(source, options);
    }

    /** A form in which data sets are kept and of which nothing is read: the names of its files, and what to do. */
    private record UnreadForm(String names, String advice) {}

    private static final List<UnreadForm> UNREAD = List.of(
            new UnreadForm(
                    ".*\\.(zip|tar|gz|tgz|bz2|xz|zst|7z|rar)",
                    "is an archive: unpack it, and name the folder that comes out"),
            new UnreadForm(
                    ".*\\.arrow",
                    "is of the form arrow, as datasets' save_to_disk leaves it: write it with Dataset.to_parquet"),
            new UnreadForm(".*\\.(xlsx|xls|xlsm|ods|numbers)", "is a spreadsheet: save it as CSV in UTF-8"),
            new UnreadForm(
                    "wav\\.scp",
                    "is of Kaldi: write a metadata.csv of 'file|text', from it and the file text beside it"),
            new UnreadForm(
                    ".*\\.trans\\.txt",
                    "is of LibriSpeech, a line an id and its text: write a metadata.csv of 'id|text' from all of them"),
            new UnreadForm(
                    ".*\\.(textgrid|eaf|srt|vtt)",
                    "has texts with times: cut the recording at them, and write a .txt of its text beside each piece"));

    /** Advice on the first file that is of such a form. */
    private static String advice(Source source) {
        return UNREAD.stream()
                .flatMap(form -> source.files(file -> Source.name(file).matches(form.names)).stream()
                        .limit(1)
                        .map(file -> " %s %s.".formatted(file.getFileName(), form.advice)))
                .findFirst()
                .or(() -> MetadataTable.choice(source).map(advice -> " %s.".formatted(advice)))
                .orElse("");
    }

    private static RecordingSource recognised(Source source, SourceOptions options) {
        for (Layout layout : ALL) {
            Optional<String> reason = layout.recognise(source);
            if (reason.isPresent()) {
                RecordingSource recordings = layout.open(source, options);
                return new DescribedSource(
                        recordings, "taken for %s, since %s".formatted(recordings.description(), reason.get()));
            }
        }
        throw new UnusableSourceException("[%s] no layout of speech data was recognised; found %s.%s Known are:%n%s"
                .formatted(
                        source.path(),
                        source.isFile() ? source.path().getFileName() : source.contents(),
                        advice(source),
                        ALL.stream()
                                .map(layout -> "  %s: %s".formatted(layout.name(), layout.needs()))
                                .collect(Collectors.joining(System.lineSeparator()))));
    }
}
