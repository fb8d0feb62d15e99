package org.dengbej.trainer.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dengbej.events.safetensors.Safetensors;
import org.dengbej.events.safetensors.Tensor;

/** Writes safetensors files. */
final class TensorFile {

    private static final int BUFFER_BYTES = 1 << 16;

    private TensorFile() {}

    static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            new Safetensors(tensors, Map.of()).writeTo(out);
        }
    }
}
