package org.dengbej.prep.source;

import java.net.URI;
import java.nio.file.Path;
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

    /** Advice on a file that holds a data set in a form of which nothing is read. */
    private static String advice(Source source) {
        List<Path> archives = source.children(
                file -> Source.hasExtension(file, "zip", "tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar"));
        if (!archives.isEmpty()) {
            return " %s is an archive: unpack it, and name the folder that comes out."
                    .formatted(archives.get(0).getFileName());
        }
        List<Path> arrow = source.files(file -> Source.hasExtension(file, "arrow"));
        return arrow.isEmpty()
                ? ""
                : " %s is of the form arrow, as datasets' save_to_disk leaves it: write it with Dataset.to_parquet."
                        .formatted(arrow.get(0).getFileName());
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
