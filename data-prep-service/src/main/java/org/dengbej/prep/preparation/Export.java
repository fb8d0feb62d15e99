package org.dengbej.prep.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.report.JoinedReport;
import org.dengbej.speech.audio.WavFile;

/**
 * An export of a prepared data set as files, in LJSpeech's layout with two columns: {@code wavs/} and {@code metadata.csv} of
 * {@code filename|text}, and the report of its preparation. Its folder appears whole or not at all, and nothing that somebody else put there is lost.
 */
public final class Export implements ShardTarget {

    private static final String WAVS = "wavs";
    private static final String METADATA = "metadata.csv";
    private static final String ADVICE = "; make room there, or export to another folder, and send the request again";

    private final RequestedFolder folder;

    private Export(RequestedFolder folder) {
        this.folder = folder;
    }

    /**
     * The export that a request asks for; empty when it asks for none.
     *
     * @throws UnusableExportException when it names no folder of this machine
     */
    public static Optional<Export> requestedBy(PrepareDataset request) {
        return RequestedFolder.of("exportTo", request.exportTo(), request.overwrite(), ADVICE)
                .map(Export::new);
    }

    /**
     * Looks at the folder before any work is done.
     *
     * @param inputs the files and folders that are read
     * @throws UnusableExportException when it must not, or cannot be written to
     */
    public void check(Collection<Path> inputs) {
        folder.check(inputs);
    }

    /**
     * Looks at where the folder lies.
     *
     * @param input another file or folder that is read
     * @throws UnusableExportException when it lies in that or holds it
     */
    public void checkApart(Path input) {
        folder.checkApart(input);
    }

    /**
     * Writes what was kept, in the order of the source.
     *
     * @param description  of the source
     * @param interruption called before each file; what it throws ends the export, and nothing of it is left
     * @throws UnusableExportException when it cannot be written, e.g. on a full disk; what was there is there still
     */
    public void write(Preparation preparation, String description, Runnable interruption) {
        folder.write(path -> {
            write(preparation, interruption, path);
            preparation.writeReport(path, description);
        });
    }

    private static void write(Preparation preparation, Runnable interruption, Path path) throws IOException {
        Path wavs = Files.createDirectory(path.resolve(WAVS));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < preparation.utteranceCount(); i++) {
            interruption.run();
            String wav = wav(i);
            WavFile.write(wavs.resolve(wav), preparation.pcm(i), preparation.sampleRateHz());
            rows.add(wav + "|" + preparation.text(i).replace('|', ' '));
        }
        writeRows(path.resolve(METADATA), rows);
    }

    /** A character that UTF-8 has no form of, half of a pair of surrogates, becomes a question mark. */
    private static void writeRows(Path file, List<String> rows) throws IOException {
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            for (String row : rows) {
                out.append(row);
                out.newLine();
            }
        }
    }

    @Override
    public Path path() {
        return folder.path();
    }

    /** Writes what was kept of a shard, and its part of the report. */
    @Override
    public void writeShard(ShardFolders folders, int shard, Preparation preparation, Runnable interruption) {
        folder.access(() -> folders.write(shard, path -> {
            write(preparation, interruption, path);
            preparation.writeReportPart(path);
        }));
    }

    @Override
    public void join(ShardFolders folders, int shards, JoinedReport report, Runnable interruption) {
        folder.access(() -> {
            List<Path> parts = folders.first(shards);
            folder.write(path -> {
                join(parts, interruption, path);
                report.write(path, parts, interruption);
            });
        });
    }

    private static void join(List<Path> parts, Runnable interruption, Path path) throws IOException {
        Path wavs = Files.createDirectory(path.resolve(WAVS));
        int utterances = 0;
        try (BufferedWriter rows = Files.newBufferedWriter(path.resolve(METADATA))) {
            for (Path from : parts) {
                for (String row : Files.readAllLines(from.resolve(METADATA))) {
                    interruption.run();
                    int bar = row.indexOf('|');
                    String wav = wav(utterances++);
                    linkOrCopy(from.resolve(WAVS).resolve(row.substring(0, bar)), wavs.resolve(wav));
                    rows.append(wav).append(row.substring(bar));
                    rows.newLine();
                }
            }
        }
    }

    /** A second name costs no room; not every file system has them. */
    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(from, to);
        }
    }

    @Override
    public void deleteShards(ShardFolders folders) {
        folder.access(folders::delete);
    }

    /** Names from outside stay outside: files are numbered. */
    private static String wav(int utterance) {
        return "utterance_%06d.wav".formatted(utterance);
    }
}
