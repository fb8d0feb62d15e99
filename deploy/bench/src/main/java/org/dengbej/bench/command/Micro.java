package org.dengbej.bench.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
        name = "micro",
        description =
                "Runs the JMH benchmarks of alignment search, resampling and the batch codec, with JMH's own options:"
                        + " a name, -f forks, -i iterations ...")
final class Micro implements Callable<Integer> {

    @Unmatched
    List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        new Runner(new CommandLineOptions(arguments.toArray(String[]::new))).run();
        return 0;
    }
}
