package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dengbej.files.AtomicFile;
import org.dengbej.files.Checksums;
import org.dengbej.files.OutputFolder;
import org.dengbej.local.CommandException;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.Voice;
import org.dengbej.vits.weights.NonFiniteWeights;
import org.dengbej.vits.weights.WeightPrecision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        description =
                "Writes a voice with its weights in another precision: float16 has half the size, and can be trained further all the same. Into its own folder, it converts in place.",
        mixinStandardHelpOptions = true)
public final class Convert implements Callable<Integer> {

    private static final Set<PosixFilePermission> WRITE =
            Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model folder")
    Path model;

    @Option(
            names = "--output_dir",
            required = true,
            paramLabel = "DIR",
            description = "A new folder, or the model folder itself")
    Path outputDir;

    @Option(
            names = "--dtype",
            defaultValue = "float16",
            paramLabel = "TYPE",
            description = "float16 or float32. Default: ${DEFAULT-VALUE}")
    WeightPrecision dtype;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(outputDir) && Files.exists(model) && Files.isSameFile(model, outputDir)) {
            convertInPlace();
        } else {
            VoiceOutput output = new VoiceOutput(new OutputFolder(outputDir, "convert", overwrite.overwrite));
            output.check(model);
            Voice voice = Voice.read(model);
            requireFinite(model.toString(), voice.tensors());
            output.write(folder -> convert(voice, folder));
        }
        spec.commandLine().getOut().printf("The voice in %s: %s%n", dtype.name().toLowerCase(Locale.ROOT), outputDir);
        return 0;
    }

    private void convert(Voice voice, Path folder) throws IOException {
        voice.write(folder);
        Path tensors = folder.resolve(Voice.TENSORS_FILE);
        AtomicFile.write(tensors, converted(tensors)::write);
        Path discriminator = model.resolve(Voice.DISCRIMINATORS_FILE);
        if (Files.exists(discriminator)) {
            converted(discriminator).write(folder.resolve(Voice.DISCRIMINATORS_FILE));
        }
    }

    /** Replaces the files that hold weights, when all of them are converted; the others are not touched. */
    private void convertInPlace() throws IOException {
        VoiceOutput.requireNoCheckpoint(model);
        if (!Files.exists(model.resolve(Voice.TENSORS_FILE))) {
            throw new CommandException(
                    "[%s] expected %s to convert in place, found none; a voice with weights in other files is converted into another folder"
                            .formatted(model, Voice.TENSORS_FILE));
        }
        Voice.read(model);
        requireWritable(model);
        Map<Path, Safetensors> converted = new LinkedHashMap<>();
        for (Path file : weightFiles()) {
            requireWritable(file);
            converted.put(file, converted(file));
        }
        for (Map.Entry<Path, Safetensors> file : converted.entrySet()) {
            AtomicFile.write(file.getKey(), file.getValue()::write);
        }
        Checksums.update(model, converted.keySet());
    }

    private List<Path> weightFiles() {
        return Stream.of(Voice.TENSORS_FILE, Voice.DISCRIMINATORS_FILE)
                .map(model::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** A rename replaces a read-only file, and root may do everything: yet who made it read-only wants it to stay as it is. */
    private static void requireWritable(Path path) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        boolean writable =
                posix == null || posix.readAttributes().permissions().stream().anyMatch(WRITE::contains);
        if (!writable || !Files.isWritable(path)) {
            throw new CommandException(
                    "[%s] expected to convert in place, found it read-only; choose another --output_dir"
                            .formatted(path));
        }
    }

    private static void requireFinite(String place, Map<String, Tensor> tensors) {
        NonFiniteWeights.in(tensors).ifPresent(problem -> {
            throw new CommandException("[%s] %s; take an earlier checkpoint".formatted(place, problem));
        });
    }

    private Safetensors converted(Path file) {
        Safetensors read = Safetensors.read(file);
        requireFinite(file.toString(), read.tensors());
        try {
            return new Safetensors(dtype.of(read.tensors()), read.metadata());
        } catch (IllegalArgumentException e) {
            throw new CommandException("[%s] %s".formatted(file, e.getMessage()));
        }
    }
}
