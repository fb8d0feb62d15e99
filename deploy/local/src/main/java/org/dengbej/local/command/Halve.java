package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.events.safetensors.Safetensors;
import org.dengbej.vits.Voice;
import org.dengbej.vits.weights.HalfWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "halve",
        description =
                "Writes a voice in half precision: half the size, to hand on; it can be trained further all the same.",
        mixinStandardHelpOptions = true)
public final class Halve implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model folder")
    Path model;

    @Option(names = "--output_dir", required = true, paramLabel = "DIR", description = "The new folder")
    Path outputDir;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Voice.read(model).write(outputDir);
        Path tensors = outputDir.resolve(Voice.TENSORS_FILE);
        halve(tensors, tensors);
        Path discriminator = model.resolve(Voice.DISCRIMINATORS_FILE);
        if (Files.exists(discriminator)) {
            halve(discriminator, outputDir.resolve(Voice.DISCRIMINATORS_FILE));
        }
        spec.commandLine().getOut().printf("The voice in half precision: %s%n", outputDir);
        return 0;
    }

    private static void halve(Path from, Path to) throws IOException {
        Safetensors whole = Safetensors.read(from);
        new Safetensors(HalfWeights.of(whole.tensors()), whole.metadata()).write(to);
    }
}
