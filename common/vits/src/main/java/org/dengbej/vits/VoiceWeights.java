package org.dengbej.vits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.files.GitLfs;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.folder.WeightIndex;
import org.dengbej.vits.torchfile.TorchFile;

/**
 * The weights of a model folder in any of the files that transformers writes: {@code model.safetensors}, {@code pytorch_model.bin}, or
 * shards of either with their index. What a file holds is told by its first bytes and not by its name.
 */
final class VoiceWeights {

    static final String SAFETENSORS = "model.safetensors";
    private static final String TORCH = "pytorch_model.bin";
    private static final String INDEX = ".index.json";
    private static final String FILES = "%s, %s, or shards of either with their index".formatted(SAFETENSORS, TORCH);

    /** Names in the order in which transformers looks for them. */
    private static final List<String> NAMES = List.of(SAFETENSORS, SAFETENSORS + INDEX, TORCH, TORCH + INDEX);

    private static final byte[] ZIP = "PK\3\4".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PICKLE = {(byte) 0x80, 2};

    private VoiceWeights() {}

    /** The files that {@link #in} looks for, in words. */
    static String expected() {
        return FILES;
    }

    /** The tensors of a folder by name, which stay in their files until they are asked for; empty where it has none of the files. */
    static Optional<Map<String, Tensor>> in(Path folder) {
        return NAMES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(file -> file.toString().endsWith(INDEX) ? sharded(file) : tensors(file));
    }

    private static Map<String, Tensor> sharded(Path index) {
        WeightIndex shards = index(index);
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        for (String name : shards.files()) {
            Path file = index.resolveSibling(name);
            if (!Files.exists(file)) {
                throw new InvalidVoiceException(
                        "[%s] the shard %s is missing, one of %d that the index names; download it again, or copy it here"
                                .formatted(index, name, shards.files().size()));
            }
            files.put(name, tensors(file));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shards.shards().forEach((name, file) -> {
            Tensor tensor = files.get(file).get(name);
            if (tensor == null) {
                throw new InvalidVoiceException("[%s] tensor %s must be in %s, which holds %d others"
                        .formatted(index, name, file, files.get(file).size()));
            }
            tensors.put(name, tensor);
        });
        return tensors;
    }

    private static WeightIndex index(Path file) {
        try {
            return WeightIndex.read(file);
        } catch (IllegalArgumentException e) {
            throw new InvalidVoiceException(e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> tensors(Path file) {
        byte[] start = start(file);
        if (GitLfs.isPointer(start)) {
            throw new InvalidVoiceException(
                    "[%s] is a pointer of Git LFS and not the weights themselves; fetch them with: git lfs pull"
                            .formatted(file));
        }
        return startsWith(start, ZIP) || startsWith(start, PICKLE)
                ? TorchFile.read(file).tensors()
                : Safetensors.read(file).tensors();
    }

    private static byte[] start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(GitLfs.BEGINNING_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || bytes[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
