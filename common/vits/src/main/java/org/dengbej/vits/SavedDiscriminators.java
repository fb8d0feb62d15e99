package org.dengbej.vits;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dengbej.safetensors.InvalidSafetensorsException;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.original.OriginalCheckpoint;
import org.dengbej.vits.torchfile.InvalidTorchFileException;

/**
 * The discriminators that a voice was trained against, as they lie in its model folder.
 *
 * @param tensors by name, in any spelling of weight norm
 * @param place   the file that holds them, and where in it, for people
 */
public record SavedDiscriminators(Map<String, Tensor> tensors, String place) {

    /** The score's convolution as the original code calls it, and as transformers does. */
    private static final String ORIGINAL_SCORE = ".conv_post.";

    private static final String SCORE = ".final_conv.";

    public SavedDiscriminators {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * The discriminators of a folder, from the first of these places that has them: {@value Voice#DISCRIMINATORS_FILE}; the file of the
     * voice's weights, where finetune-hf-vits leaves them as {@code discriminator.*}; the newest {@code D_<step>.pth} of the original
     * code. The tensors stay in the file until a model takes them.
     *
     * @throws InvalidVoiceException naming the file and what is wrong with it
     */
    public static Optional<SavedDiscriminators> in(Path folder) {
        try {
            Path own = folder.resolve(Voice.DISCRIMINATORS_FILE);
            if (Files.exists(own)) {
                return Optional.of(new SavedDiscriminators(
                        renamed(Safetensors.read(own).tensors(), ""), Voice.DISCRIMINATORS_FILE));
            }
            return amongWeights(folder).or(() -> ofOriginal(folder));
        } catch (InvalidSafetensorsException | InvalidTorchFileException | UncheckedIOException e) {
            throw new InvalidVoiceException(e.getMessage(), e);
        }
    }

    private static Optional<SavedDiscriminators> amongWeights(Path folder) {
        return VoiceWeights.in(folder)
                .map(tensors -> renamed(tensors, Voice.DISCRIMINATOR))
                .filter(tensors -> !tensors.isEmpty())
                .map(tensors -> new SavedDiscriminators(tensors, "discriminator.* among the weights"));
    }

    /** The discriminators of the newest {@code D_<step>.pth} of a folder. */
    private static Optional<SavedDiscriminators> ofOriginal(Path folder) {
        return OriginalCheckpoint.discriminatorIn(folder)
                .map(file -> new SavedDiscriminators(
                        OriginalCheckpoint.discriminator(file),
                        file.getFileName().toString()));
    }

    private static Map<String, Tensor> renamed(Map<String, Tensor> tensors, String prefix) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                renamed.put(name.substring(prefix.length()).replace(ORIGINAL_SCORE, SCORE), tensor);
            }
        });
        return renamed;
    }
}
