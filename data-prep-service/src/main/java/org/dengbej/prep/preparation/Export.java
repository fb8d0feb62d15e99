package org.dengbej.prep.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.prep.selection.Verdict;
import org.dengbej.speech.audio.WavFile;

/** Leaves what was kept as the preparation script did: {@code wavs/} and {@code metadata.csv} of {@code filename|text}. */
final class Export implements AutoCloseable {

    private final Path wavs;
    private final BufferedWriter metadata;
    private int written;

    private Export(Path folder) throws IOException {
        wavs = Files.createDirectories(folder.resolve("wavs"));
        metadata = Files.newBufferedWriter(folder.resolve("metadata.csv"));
    }

    static Export to(URI folder) {
        try {
            return new Export(folder.getScheme() == null ? Path.of(folder.getPath()) : Path.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be written: %s".formatted(folder, e), e);
        }
    }

    void add(Verdict.Kept kept) {
        // Names from outside stay outside: files are numbered.
        String name = "utterance_%06d.wav".formatted(written++);
        try {
            WavFile.write(wavs.resolve(name), kept.audio());
            metadata.write(name + "|" + kept.text().replace('|', ' ') + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be written: %s".formatted(wavs.resolve(name), e), e);
        }
    }

    @Override
    public void close() {
        try {
            metadata.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
