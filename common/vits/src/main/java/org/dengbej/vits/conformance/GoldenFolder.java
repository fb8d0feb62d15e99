package org.dengbej.vits.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;

/**
 * A folder of reference vectors, found by how the names end.
 *
 * @param config    of the model, from {@code *_expected.json}
 * @param expected  numbers of the full objective, from the same file
 * @param mel       numbers of the mel objective, from {@code seed_objective_expected.json}
 * @param published the generator in the published layout, {@code *published_layout.safetensors}
 * @param train     the generator and the discriminator, {@code *train.safetensors}
 * @param io        inputs, draws and outputs, {@code *io.safetensors}
 */
record GoldenFolder(
        VitsConfig config, JsonNode expected, JsonNode mel, Safetensors published, Safetensors train, Safetensors io) {

    private static final String SPEAKER_IDS = "speaker_ids";
    private static final ObjectMapper JSON = new ObjectMapper();

    static GoldenFolder read(Path folder) {
        JsonNode expected = null;
        JsonNode mel = null;
        for (Path file : files(folder, "expected.json")) {
            JsonNode json = json(file);
            if (json.has("config")) {
                expected = json;
            } else {
                mel = json;
            }
        }
        if (expected == null || mel == null) {
            throw new IllegalArgumentException(
                    "[%s] expected *_expected.json with a config and seed_objective_expected.json, found %s"
                            .formatted(folder, files(folder, ".json")));
        }
        return new GoldenFolder(
                VitsConfig.parse(expected.get("config")),
                expected,
                mel,
                safetensors(folder, "published_layout.safetensors"),
                safetensors(folder, "train.safetensors"),
                safetensors(folder, "io.safetensors"));
    }

    private static Safetensors safetensors(Path folder, String ending) {
        List<Path> files = files(folder, ending);
        if (files.size() != 1) {
            throw new IllegalArgumentException("[%s] expected one file *%s, found %s".formatted(folder, ending, files));
        }
        return Safetensors.read(files.get(0));
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The values of a tensor of inputs or outputs. */
    float[] floats(String name) {
        return io.tensors().get(name).toFloats();
    }

    long[] longs(String name) {
        return io.tensors().get(name).toLongs();
    }

    /** int64 [B] on the manager's device; null for a voice of one speaker. */
    NDArray speakerIds(NDManager manager) {
        if (!io.tensors().containsKey(SPEAKER_IDS)) {
            return null;
        }
        long[] ids = longs(SPEAKER_IDS);
        return Ops.array(manager, ids, new Shape(ids.length));
    }

    long[] shape(String name) {
        return io.tensors().get(name).shape();
    }
}
