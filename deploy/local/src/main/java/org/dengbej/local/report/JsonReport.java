package org.dengbej.local.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.files.AtomicFile;
import org.dengbej.files.OutputFolderException;

/**
 * A command's report, one JSON object. The command's earlier report is replaced; any other file in its place is somebody's.
 *
 * @param file    in which it lies
 * @param command that makes it
 */
public record JsonReport(Path file, String command) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MADE_BY = "made_by";

    /**
     * Looks at the place before any work is done.
     *
     * @throws OutputFolderException when somebody else's file is there
     */
    public void check() throws IOException {
        if (Files.exists(file) && !ours()) {
            throw new OutputFolderException(
                    "[%s] expected no file, or the report of an earlier %s, found another file; move it, or choose another --work"
                            .formatted(file, command));
        }
    }

    private boolean ours() throws IOException {
        try {
            return Files.isRegularFile(file)
                    && JSON.readTree(file.toFile()).path(MADE_BY).asText().equals(maker());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private String maker() {
        return "dengbej " + command;
    }

    /** Writes the report, whole or not at all. */
    public void write(Map<String, Object> fields) throws IOException {
        check();
        Map<String, Object> all = new LinkedHashMap<>(Map.of(MADE_BY, maker()));
        all.putAll(fields);
        AtomicFile.write(file, path -> JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), all));
    }
}
