package org.dengbej.prep.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.dengbej.files.FileUris;

/** The layouts of data sets, by their names. */
public final class Layouts {

    private static final Map<String, Function<Path, RecordingSource>> BY_NAME = new TreeMap<>(Map.of(
            CommonVoice.LAYOUT, CommonVoice::open,
            LjSpeech.LAYOUT, LjSpeech::open,
            ParquetDataset.LAYOUT, ParquetDataset::open,
            WavTextPairs.LAYOUT, WavTextPairs::open));

    private Layouts() {}

    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * Opens a source.
     *
     * @throws UnusableSourceException when the layout is not known or the source is not of it
     */
    public static RecordingSource open(String layout, URI source) {
        Function<Path, RecordingSource> open = BY_NAME.get(layout);
        if (open == null) {
            throw new UnusableSourceException(
                    "layout must be one of %s, found '%s'".formatted(BY_NAME.keySet(), layout));
        }
        return open.apply(path(source));
    }

    /** Absolute and normalised, so that everybody means the same by {@code ..}. */
    private static Path path(URI source) {
        try {
            return FileUris.path("source", source).toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw new UnusableSourceException(e.getMessage(), e);
        }
    }
}
