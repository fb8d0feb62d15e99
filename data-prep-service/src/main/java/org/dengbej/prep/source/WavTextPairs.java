package org.dengbej.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder of {@code X.wav} and {@code X.txt}: corrections, as listeners gave them. */
final class WavTextPairs {

    static final String LAYOUT = "pairs";
    private static final String SOUND = ".wav";
    private static final String TEXT = ".txt";

    private WavTextPairs() {}

    static RecordingSource open(Path path) {
        SourceFolder folder = new SourceFolder(path);
        List<Recording> recordings = new ArrayList<>();
        for (Path sound : sounds(folder)) {
            String file = sound.getFileName().toString();
            String id = file.substring(0, file.length() - SOUND.length());
            recordings.add(Recording.of(id, text(folder.path().resolve(id + TEXT)), folder.sound(file)));
        }
        return new ListedSource(List.of(folder.path()), recordings);
    }

    private static List<Path> sounds(SourceFolder folder) {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> file.getFileName().toString().endsWith(SOUND))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /** A recording whose text is missing has an empty one, and is rejected for that. */
    private static String text(Path file) {
        return Files.isRegularFile(file) ? String.join(" ", Lines.of(file)) : "";
    }
}
