package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.local.CommandException;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.vits.Voice;
import org.dengbej.vits.weights.HalfWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        description =
                "Writes a voice with its weights in another precision: float16 has half the size, and can be trained further all the same.",
        mixinStandardHelpOptions = true)
public final class Convert implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model folder")
    Path model;

    @Option(names = "--output_dir", required = true, paramLabel = "DIR", description = "The new folder")
    Path outputDir;

    @Option(
            names = "--dtype",
            defaultValue = "float16",
            paramLabel = "TYPE",
            description = "float16. Default: ${DEFAULT-VALUE}")
    String dtype;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!dtype.equals("float16")) {
            throw new CommandException("--dtype must be float16, found \'%s\'".formatted(dtype));
        }
        Voice.read(model).write(outputDir);
        Path tensors = outputDir.resolve(Voice.TENSORS_FILE);
        toFloat16(tensors, tensors);
        Path discriminator = model.resolve(Voice.DISCRIMINATORS_FILE);
        if (Files.exists(discriminator)) {
            toFloat16(discriminator, outputDir.resolve(Voice.DISCRIMINATORS_FILE));
        }
        spec.commandLine().getOut().printf("The voice in %s: %s%n", dtype, outputDir);
        return 0;
    }

    private static void toFloat16(Path from, Path to) throws IOException {
        Safetensors whole = Safetensors.read(from);
        new Safetensors(HalfWeights.of(whole.tensors()), whole.metadata()).write(to);
    }
}
