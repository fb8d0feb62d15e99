package org.dengbej.local.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sample data of the build: recordings in Common Voice's layout, and a voice of theirs. */
public record SampleData(Path folder) {

    /** A small voice that learned from them for some hours: a model folder with discriminators. */
    public Path voice() {
        return folder.resolve("voice");
    }

    /** The sentences that a voice says to be heard; each has a recording. */
    public List<String> sentences(int count) throws IOException {
        return Files.readAllLines(folder.resolve("sentences.txt")).subList(0, count);
    }

    /** The clips by their sentence. */
    public Map<String, Path> recordings() throws IOException {
        Map<String, Path> recordings = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("validated.tsv"))) {
            String[] cells = line.split("\t", -1);
            recordings.put(cells[2], folder.resolve("clips").resolve(cells[1]));
        }
        return recordings;
    }
}
