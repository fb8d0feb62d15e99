package org.dengbej.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.bench.part.BenchmarkData;
import org.dengbej.bench.part.Size;
import org.dengbej.bench.part.SpokenReference;
import org.dengbej.bench.process.MeasuredProcess;
import org.dengbej.bench.process.Python;
import org.dengbej.local.CommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "transformers",
        description =
                "Opens saved voices with VitsModel.from_pretrained, lets them speak with the noise that ours drew, and"
                        + " prints the largest difference between the waveforms and the largest sample; ends with 1 when one is above 1e-4.",
        mixinStandardHelpOptions = true)
final class OpenInTransformers implements Callable<Integer> {

    private static final double BOUND = 1e-4;

    @Option(
            names = "--voice",
            paramLabel = "DIR",
            description = "Model folders of ours. Default: a fresh one of the published size and a small one")
    List<Path> voices = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Python python = Python.find().orElseThrow(() -> new CommandException("this needs " + Python.needed()));
        boolean within = true;
        try (BenchEnvironment environment =
                BenchEnvironment.open(Runtime.getRuntime().availableProcessors(), Compare.CPU)) {
            if (voices.isEmpty()) {
                for (Size size : Size.values()) {
                    Path folder =
                            environment.folder().resolve("fresh-" + size.name().toLowerCase(Locale.ROOT));
                    new BenchmarkData(Files.createDirectories(folder)).make(size, Compare.CLIPS);
                    voices.add(new BenchmarkData(folder).voice());
                }
            }
            for (Path voice : voices) {
                Map<String, Double> found = compare(environment, python, voice);
                double difference = found.get("largest_difference");
                spec.commandLine()
                        .getOut()
                        .printf("%s: %.1e of %.1e%n", voice, difference, found.get("largest_sample"));
                within &= difference <= BOUND;
            }
        }
        return within ? 0 : 1;
    }

    private static Map<String, Double> compare(BenchEnvironment environment, Python python, Path voice)
            throws IOException {
        Path spoken = Files.createTempFile(environment.folder(), "spoken", ".safetensors");
        SpokenReference.write(voice, BenchmarkData.TEXT, spoken);
        Path script = environment.home().resolve("deploy/bench/open_in_transformers.py");
        return new MeasuredProcess(
                        python.command(script, voice, spoken),
                        Map.of(),
                        environment.folder().resolve("transformers.log"))
                .run();
    }
}
