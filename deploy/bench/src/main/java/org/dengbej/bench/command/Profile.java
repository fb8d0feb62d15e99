package org.dengbej.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.bench.part.BenchmarkData;
import org.dengbej.bench.part.Size;
import org.dengbej.bench.part.TrainStep;
import org.dengbej.bench.result.OperatorShares;
import org.dengbej.files.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "profile",
        description = "Shows where a training step's time goes: each operator's own time, forward and backward.",
        mixinStandardHelpOptions = true)
final class Profile implements Callable<Integer> {

    @Option(names = "--operators", defaultValue = "25", description = "So many. Default: ${DEFAULT-VALUE}")
    int operators;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Keeps the trace in a new file, for chrome://tracing or Perfetto")
    Path trace;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (trace != null) {
            new OutputFile(trace, false).check();
        }
        try (BenchEnvironment environment =
                BenchEnvironment.open(Runtime.getRuntime().availableProcessors(), Compare.CPU)) {
            BenchmarkData data = environment.data();
            data.make(Size.MMS, Compare.CLIPS);
            Path file = trace != null ? trace : environment.folder().resolve("trace.json");
            TrainStep.profile(data, file);
            OperatorShares shares = OperatorShares.read(file);
            shares.lines(operators).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().printf("all: %.2f s%n", shares.seconds());
        }
        return 0;
    }
}
