package org.dengbej.feedback.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.files.AtomicFolder;

/** The folders of fine-tune jobs in the data folder; each holds copies of the recordings that its job learns from, and their texts. */
@ApplicationScoped
public class FineTuneFolders {

    private static final String NAME = "fine-tunes";
    private static final String CORRECTIONS = "corrections";
    private static final String SOUND = ".wav";
    private static final String TEXT = ".txt";

    private final Path root;

    @Inject
    FineTuneFolders(FeedbackConfig config) {
        root = config.dataDir().toAbsolutePath().resolve(NAME);
    }

    /** The folder of a job. */
    public Path folder(String job) {
        return root.resolve(job);
    }

    /** The folder of its recordings. */
    public Path corrections(String job) {
        return folder(job).resolve(CORRECTIONS);
    }

    /** A recording in a folder of recordings. */
    public static Path sound(Path corrections, UUID recording) {
        return corrections.resolve(recording + SOUND);
    }

    /** Its text. */
    public static Path text(Path corrections, UUID recording) {
        return corrections.resolve(recording + TEXT);
    }

    /**
     * Deletes a job's copy of a recording, if there is one.
     *
     * @param over whether the job is: the text, which is no secret, stays until then, since data preparation, which may have listed it
     *             just now, takes a text without sound for a missing recording and one that vanishes for a broken source
     */
    public void delete(String job, UUID recording, boolean over) throws IOException {
        Path corrections = corrections(job);
        Files.deleteIfExists(sound(corrections, recording));
        if (over) {
            Files.deleteIfExists(text(corrections, recording));
        }
    }

    /** The jobs that have had a folder since before a moment. */
    public List<String> olderThan(Instant moment) throws IOException {
        List<String> jobs = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(moment)) {
                    jobs.add(folder.getFileName().toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // no job yet
        }
        return jobs;
    }

    /** Deletes all copies of a job, those that were being made when its process died among them; true if there were any. */
    public boolean deleteCopies(String job) throws IOException {
        boolean found = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder(job))) {
            for (Path entry : entries) {
                if (entry.equals(corrections(job)) || RecordingFolder.isPartial(entry)) {
                    AtomicFolder.delete(entry);
                    found = true;
                }
            }
        }
        return found;
    }
}
