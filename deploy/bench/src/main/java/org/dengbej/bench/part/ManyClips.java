package org.dengbej.bench.part;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dengbej.local.client.SampleData;

/** Large data sets in LJSpeech's layout: second names of the sample's clips (MP3, 1 to 3 s), so that they cost no room. */
public final class ManyClips {

    private ManyClips() {}

    /** Writes a data set of that many clips to a new folder. */
    public static Path write(Path folder, SampleData sample, int clips) throws IOException {
        Path wavs = Files.createDirectories(folder.resolve("wavs"));
        Path originals = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-originals"));
        Map<String, Path> recordings = new TreeMap<>(sample.recordings());
        recordings
                .keySet()
                .removeIf(text ->
                        text.isBlank() || !recordings.get(text).toString().endsWith(".mp3"));
        List<String> texts = List.copyOf(recordings.keySet());
        for (String text : texts) {
            Path clip = recordings.get(text);
            Files.copy(clip, originals.resolve(clip.getFileName())); // links lie on one file system
        }
        try (BufferedWriter rows = Files.newBufferedWriter(folder.resolve("metadata.csv"))) {
            for (int i = 0; i < clips; i++) {
                String text = texts.get(i % texts.size());
                String name = "clip-%07d".formatted(i);
                Files.createLink(
                        wavs.resolve(name + ".mp3"),
                        originals.resolve(recordings.get(text).getFileName()));
                rows.append(name).append('|').append(text.replace('|', ' '));
                rows.newLine();
            }
        }
        return folder;
    }
}
