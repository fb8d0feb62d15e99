package org.dengbej.prep.preparation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.files.FileUris;
import org.dengbej.files.OutputFolder;
import org.dengbej.files.OutputFolderException;
import org.dengbej.speech.audio.WavFile;

/**
 * An export of a prepared data set as files, in LJSpeech's layout with two columns: {@code wavs/} and {@code metadata.csv} of
 * {@code filename|text}, and the report of its preparation. Its folder appears whole or not at all, and nothing that somebody else put there is lost.
 */
public final class Export {

    private static final String MAKER = "prepare";
    private static final String ADVICE = "make room there, or export to another folder, and send the request again";

    private final OutputFolder folder;

    private Export(OutputFolder folder) {
        this.folder = folder;
    }

    /**
     * The export that a request asks for; empty when it asks for none.
     *
     * @throws UnusableExportException when it names no folder of this machine
     */
    public static Optional<Export> requestedBy(PrepareDataset request) {
        if (request.exportTo() == null) {
            return Optional.empty();
        }
        try {
            Path path = FileUris.path("exportTo", request.exportTo());
            return Optional.of(new Export(new OutputFolder(path, MAKER, request.overwrite())));
        } catch (IllegalArgumentException e) {
            throw new UnusableExportException(e.getMessage(), e);
        }
    }

    /**
     * Looks at the folder before any work is done.
     *
     * @param inputs the files and folders that are read
     * @throws UnusableExportException when it must not, or cannot be written to
     */
    public void check(Collection<Path> inputs) {
        access(() -> folder.check(inputs.toArray(Path[]::new)));
    }

    /**
     * Looks at where the folder lies.
     *
     * @param input another file or folder that is read
     * @throws UnusableExportException when it lies in that or holds it
     */
    public void checkApart(Path input) {
        access(() -> folder.checkApart(input));
    }

    /**
     * Writes what was kept, in the order of the source.
     *
     * @param description  of the source
     * @param interruption called before each file; what it throws ends the export, and nothing of it is left
     * @throws UnusableExportException when it cannot be written, e.g. on a full disk; what was there is there still
     */
    public void write(Preparation preparation, String description, Runnable interruption) {
        access(() -> folder.write(path -> {
            write(preparation, interruption, path);
            preparation.writeReport(path, description);
        }));
    }

    private static void write(Preparation preparation, Runnable interruption, Path path) throws IOException {
        Path wavs = Files.createDirectory(path.resolve("wavs"));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < preparation.utteranceCount(); i++) {
            interruption.run();
            // Names from outside stay outside: files are numbered.
            String wav = "utterance_%06d.wav".formatted(i);
            WavFile.write(wavs.resolve(wav), preparation.pcm(i), preparation.sampleRateHz());
            rows.add(wav + "|" + preparation.text(i).replace('|', ' '));
        }
        Files.write(path.resolve("metadata.csv"), rows);
    }

    private interface Access {
        void run() throws IOException;
    }

    private void access(Access access) {
        try {
            access.run();
        } catch (OutputFolderException e) {
            throw new UnusableExportException("exportTo: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnusableExportException("exportTo: %s; %s".formatted(e.getMessage(), ADVICE), e);
        }
    }
}
