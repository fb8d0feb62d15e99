package org.dengbej.prep.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.speech.audio.WavFile;

/**
 * Leaves what was kept as the preparation script did: {@code wavs/} and {@code metadata.csv} of {@code filename|text}. One that
 * was not completed is taken away again: half a data set helps nobody, and a full disk least.
 */
final class Export implements AutoCloseable {

    private static final String ADVICE = "make room there, or export to another folder, and send the request again";

    private final Path wavs;
    private final Path table;
    private final BufferedWriter metadata;
    private int written;
    private boolean complete;

    private Export(Path folder) throws IOException {
        wavs = Files.createDirectories(folder.resolve("wavs"));
        table = folder.resolve("metadata.csv");
        metadata = Files.newBufferedWriter(table);
    }

    static Export to(URI folder) {
        try {
            return new Export(folder.getScheme() == null ? Path.of(folder.getPath()) : Path.of(folder));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new UnusableSourceException("exportTo must be a file: URI or a path, found " + folder, e);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static UncheckedIOException unwritable(Object file, IOException e) {
        return new UncheckedIOException("[%s] cannot be written: %s; %s".formatted(file, e.getMessage(), ADVICE), e);
    }

    void add(FilterResult.Kept kept) {
        Path wav = wav(written++);
        try {
            WavFile.write(wav, kept.pcm(), kept.sampleRateHz());
            metadata.write(wav.getFileName() + "|" + kept.text().replace('|', ' ') + "\n");
        } catch (IOException e) {
            throw unwritable(wav, e);
        }
    }

    /** Names from outside stay outside: files are numbered. */
    private Path wav(int number) {
        return wavs.resolve("utterance_%06d.wav".formatted(number));
    }

    /** Everything was added. */
    void complete() {
        try {
            metadata.flush();
            complete = true;
        } catch (IOException e) {
            throw unwritable(table, e);
        }
    }

    @Override
    public void close() {
        try {
            metadata.close();
        } catch (IOException e) {
            complete = false;
            throw unwritable(table, e);
        } finally {
            if (!complete) {
                takeAway();
            }
        }
    }

    private void takeAway() {
        try {
            for (int number = 0; number < written; number++) {
                Files.deleteIfExists(wav(number));
            }
            Files.deleteIfExists(table);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] an export that failed is left there: %s".formatted(wavs, e), e);
        }
    }
}
