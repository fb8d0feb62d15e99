package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.local.CommandException;
import org.dengbej.local.chaos.ChaosReport;
import org.dengbej.local.client.SampleData;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        description =
                "Does the demo's job while parts of the stack are killed at random moments and started again; leaves chaos.json, and fails when anything was lost or counted twice.",
        mixinStandardHelpOptions = true)
public final class Chaos implements Callable<Integer> {

    private static final int LOST = 1;
    private static final int BATCH_UTTERANCES = 4;
    private static final int MAX_UTTERANCES = 40;

    @Mixin
    StackMixin options;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    int kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of when what is killed. Default: ${DEFAULT-VALUE}")
    long seed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1) {
            throw new ParameterException(spec.commandLine(), "--kills must be at least 1, found " + kills);
        }
        Stack stack = options.stack();
        if (stack.up()) {
            throw new CommandException(
                    "[%s] a stack is up here, and chaos would kill it; give it a folder of its own with --work"
                            .formatted(stack.work().path()));
        }
        PrintWriter out = spec.commandLine().getOut();
        SampleData samples = new SampleData(stack.home().resolve("deploy/sample-data"));
        Path folder = stack.work().path().resolve("chaos").resolve(Names.unique("run"));
        SampleJob sample = new SampleJob(samples, folder, BATCH_UTTERANCES, MAX_UTTERANCES);
        sample.writeNewVoice();
        try (Session session = Session.open(stack, out);
                ChaosRun run = new ChaosRun(stack, sample, kills, seed, out)) {
            ChaosReport report = run.report();
            out.printf(
                    "%s: %s%n",
                    report.clean() ? "Nothing was lost" : "SOMETHING WAS LOST",
                    report.write(stack.work().path()));
            return report.clean() ? 0 : LOST;
        }
    }
}
