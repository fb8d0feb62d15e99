package org.dengbej.speech.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code config.json} of a model folder. */
public final class ModelConfig {

    public static final String FILE = "config.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelConfig() {}

    /**
     * Reads it in transformers' keys, whichever layout the folder has.
     *
     * @throws IOException              when it cannot be read as JSON
     * @throws IllegalArgumentException when it is missing, or is of the original layout and lacks what that has, by name
     */
    public static ObjectNode read(Path folder) throws IOException {
        ObjectNode json = object(folder);
        return OriginalConfig.is(json) ? new OriginalConfig(json).translated() : json;
    }

    static ObjectNode object(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "%s is missing, which says how the voice is built; copy it from where the voice was published"
                            .formatted(FILE));
        }
        JsonNode json = JSON.readTree(Files.readAllBytes(file));
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("expected a JSON object, found %s".formatted(json.getNodeType()));
    }
}
