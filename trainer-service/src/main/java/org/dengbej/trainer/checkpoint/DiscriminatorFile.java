package org.dengbej.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.Voice;

/** The discriminators of a voice, beside it in its folder, for those who train it further; transformers ignores it. */
final class DiscriminatorFile {

    private DiscriminatorFile() {}

    /** The discriminators of a checkpoint; empty when it has none. */
    static Map<String, Tensor> read(Path folder) {
        Path file = folder.resolve(Voice.DISCRIMINATORS_FILE);
        return Files.exists(file) ? Safetensors.read(file).tensors() : Map.of();
    }

    /** Writes nothing where there is nothing to write. */
    static void write(Path folder, Map<String, Tensor> tensors) throws IOException {
        if (!tensors.isEmpty()) {
            new Safetensors(tensors, Map.of()).write(folder.resolve(Voice.DISCRIMINATORS_FILE));
        }
    }
}
