package org.dengbej.feedback.correction;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.dengbej.feedback.config.FeedbackConfig;

/** Recordings as files in the data folder, for the readers of the events; the database has them too. */
@ApplicationScoped
class RecordingFiles {

    @Inject
    FeedbackConfig config;

    /** Writes the file, whole or not at all. */
    URI write(UUID id, byte[] wav) {
        Path partial = folder().resolve(id + ".partial");
        try {
            Files.createDirectories(folder());
            Files.write(partial, wav);
            return Files.move(partial, file(id), StandardCopyOption.ATOMIC_MOVE).toUri();
        } catch (IOException e) {
            delete(partial);
            throw new UncheckedIOException("the recording cannot be written: " + e, e);
        }
    }

    /** Deletes a file that was written. */
    void discard(UUID id) {
        delete(file(id));
    }

    private Path folder() {
        return config.dataDir().resolve("corrections");
    }

    private Path file(UUID id) {
        return folder().resolve(id + ".wav");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Log.warnf("file not deleted: file=%s reason=%s", file, e);
        }
    }
}
