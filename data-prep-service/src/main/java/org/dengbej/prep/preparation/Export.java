package org.dengbej.prep.preparation;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.report.JoinedReport;
import org.dengbej.speech.audio.WavFile;

/**
 * An export of a prepared data set as files: {@code wavs/} and {@code metadata.csv}, in LJSpeech's layout with two columns or, where
 * not all utterances are of one speaker, in Coqui's with three ({@link ExportTable}), and the report of its preparation. Its folder
 * appears whole or not at all, and nothing that somebody else put there is lost.
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
        boolean speakers =
                preparation.speakersOfUtterances().distinct().limit(2).count() > 1;
        List<ExportTable.Row> rows = writeSounds(preparation, interruption, path);
        try (ExportTable table = ExportTable.create(path.resolve(METADATA), speakers)) {
            table.addAll(rows);
        }
    }

    private static List<ExportTable.Row> writeSounds(Preparation preparation, Runnable interruption, Path path)
            throws IOException {
        Path wavs = Files.createDirectory(path.resolve(WAVS));
        List<ExportTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < preparation.utteranceCount(); i++) {
            interruption.run();
            String wav = wav(i);
            WavFile.write(wavs.resolve(wav), preparation.pcm(i), preparation.sampleRateHz());
            rows.add(ExportTable.Row.of(wav, preparation.text(i), preparation.speaker(i)));
        }
        return rows;
    }

    @Override
    public Path path() {
        return folder.path();
    }

    /** Writes what was kept of a shard, and its part of the report. */
    @Override
    public void writeShard(ShardFolders folders, int shard, Preparation preparation, Runnable interruption) {
        folder.access(() -> folders.write(shard, path -> {
            List<ExportTable.Row> rows = writeSounds(preparation, interruption, path);
            try (ExportTable table = ExportTable.createPart(path.resolve(METADATA))) {
                table.addAll(rows);
            }
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
        try (ExportTable table = ExportTable.create(path.resolve(METADATA), haveSpeakers(parts))) {
            for (Path from : parts) {
                for (ExportTable.Row row : ExportTable.readPart(from.resolve(METADATA))) {
                    interruption.run();
                    String wav = wav(utterances++);
                    linkOrCopy(from.resolve(WAVS).resolve(row.wav()), wavs.resolve(wav));
                    table.add(row.named(wav));
                }
            }
        }
    }

    /** True when the rows of shards are not all of one speaker. */
    private static boolean haveSpeakers(List<Path> parts) throws IOException {
        Set<String> speakers = new HashSet<>();
        for (Path part : parts) {
            ExportTable.readPart(part.resolve(METADATA)).forEach(row -> speakers.add(row.speaker()));
            if (speakers.size() > 1) {
                return true;
            }
        }
        return false;
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
