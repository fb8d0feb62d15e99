package org.dengbej.vits.original;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.torchfile.InvalidTorchFileException;
import org.dengbej.vits.torchfile.TorchFile;

/**
 * The files that training with the original code leaves: {@code G_<step>.pth} with a generator, {@code D_<step>.pth} with the
 * discriminators it was trained against. Both have their tensors under {@code model}, beside the optimizer's state.
 */
public final class OriginalCheckpoint {

    private static final Pattern GENERATOR = Pattern.compile("G_([0-9]{1,18})\\.pth");
    private static final Pattern DISCRIMINATOR = Pattern.compile("D_([0-9]{1,18})\\.pth");
    private static final String MODEL = "model";

    /** The original's are convolutions of width 1. */
    private static final Pattern PROJECTION = Pattern.compile(".+\\.attention\\.(q|k|v|out)_proj\\.weight");

    private static final int SHOWN = 8;

    private OriginalCheckpoint() {}

    /** The newest generator of a folder; empty when it has none. */
    public static Optional<Path> generatorIn(Path folder) {
        return newest(folder, GENERATOR);
    }

    /** The newest discriminators of a folder; empty when it has none. */
    public static Optional<Path> discriminatorIn(Path folder) {
        return newest(folder, DISCRIMINATOR);
    }

    private static Optional<Path> newest(Path folder, Pattern name) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .max(Comparator.comparingLong(file -> step(file, name)));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static long step(Path file, Pattern name) {
        Matcher matcher = name.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * A generator's tensors by transformers' names. They stay in the file; weight norm is as the file has it.
     *
     * @throws InvalidTorchFileException naming the file, and the tensors that are none of the original's
     */
    public static Map<String, Tensor> generator(Path file) {
        Map<String, Tensor> tensors = TorchFile.read(file).tensors(MODEL);
        Map<String, Tensor> generator = renamed(file, tensors, OriginalNames.ofGenerator(tensors.keySet()));
        generator.replaceAll((name, tensor) -> PROJECTION.matcher(name).matches() ? withoutWidth(tensor) : tensor);
        return generator;
    }

    /**
     * The discriminators' tensors by transformers' names.
     *
     * @throws InvalidTorchFileException naming the file, and the tensors that are none of the original's
     */
    public static Map<String, Tensor> discriminator(Path file) {
        return renamed(file, TorchFile.read(file).tensors(MODEL), OriginalNames.ofDiscriminator());
    }

    private static Map<String, Tensor> renamed(Path file, Map<String, Tensor> tensors, OriginalNames names) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            Optional<String> ours = names.renamed(name);
            if (ours.isEmpty() || renamed.putIfAbsent(ours.get(), tensor) != null) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw new InvalidTorchFileException(
                    "[%s] %d of %d tensors have names that the original VITS code does not give: %s%s"
                            .formatted(
                                    file,
                                    unknown.size(),
                                    tensors.size(),
                                    String.join(", ", unknown.subList(0, Math.min(SHOWN, unknown.size()))),
                                    unknown.size() > SHOWN ? ", ..." : ""));
        }
        return renamed;
    }

    /** [out, in, 1] to [out, in]; another shape is left to whoever knows which one is right. */
    private static Tensor withoutWidth(Tensor tensor) {
        long[] shape = tensor.shape();
        return shape.length == 3 && shape[2] == 1
                ? new Tensor(tensor.type(), Arrays.copyOf(shape, 2), tensor.data())
                : tensor;
    }
}
