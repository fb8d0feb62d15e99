package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** LJSpeech style: {@code metadata.csv} of {@code filename|text} or {@code id|text|normalised text}, and {@code wavs/}. */
final class LjSpeech {

    static final String LAYOUT = "ljspeech";
    private static final String TABLE = "metadata.csv";
    private static final String WAVS = "wavs";
    private static final String EXTENSION = ".wav";

    private LjSpeech() {}

    static RecordingSource open(Path path) {
        SourceFolder folder = new SourceFolder(path);
        SourceFolder wavs = new SourceFolder(folder.path().resolve(WAVS));
        Path table = folder.required(TABLE, LAYOUT);
        List<Recording> recordings = new ArrayList<>();
        for (String line : Lines.of(table)) {
            String[] cells = line.split("\\|", -1);
            boolean header = recordings.isEmpty() && cells[0].equals("filename");
            if (!line.isBlank() && !header) {
                recordings.add(recording(cells, wavs));
            }
        }
        return new ListedSource(List.of(folder.path(), table, wavs.path()), recordings);
    }

    private static Recording recording(String[] cells, SourceFolder wavs) {
        String name = cells[0].strip();
        String inFolder = name.startsWith(WAVS + "/") ? name.substring(WAVS.length() + 1) : name;
        String file = inFolder.contains(".") ? inFolder : inFolder + EXTENSION;
        // The last column is the one with numbers and abbreviations written out.
        String text = cells.length > 1 ? cells[cells.length - 1] : "";
        return Recording.of(inFolder, text, wavs.sound(file));
    }
}
