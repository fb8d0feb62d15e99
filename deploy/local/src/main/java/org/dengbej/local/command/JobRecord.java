package org.dengbej.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dengbej.files.AtomicFile;

/**
 * The record of the job whose checkpoints lie in a folder, in its {@value #FILE}.
 *
 * @param job     its name, and that of its data set
 * @param voice   its voice
 * @param request SHA-256 of what was asked for: only the same command may write there again
 */
record JobRecord(String job, String voice, String request) {

    static final String FILE = "job.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The record in a folder; empty where there is none that can be read. */
    static Optional<JobRecord> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), JobRecord.class));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // somebody's file of that name
        }
    }

    void write(Path folder) throws IOException {
        AtomicFile.write(
                folder.resolve(FILE),
                path -> JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), this));
    }
}
