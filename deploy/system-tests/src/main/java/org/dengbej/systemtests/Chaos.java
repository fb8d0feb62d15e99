package org.dengbej.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.local.CommandException;
import org.dengbej.local.Main;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.client.SampleData;
import org.dengbej.local.client.SampleJob;
import org.dengbej.local.command.Session;
import org.dengbej.local.command.StackMixin;
import org.dengbej.local.stack.Stack;
import org.dengbej.systemtests.chaos.ChaosReport;
import org.dengbej.vits.VitsConfig;
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

    /** Of every part a little, so that a step takes a moment. */
    private static final String VOICE = """
            {"vocab_size": %d, "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2, "ffn_dim": 96,
             "flow_size": 32, "upsample_initial_channel": 32, "prior_encoder_num_flows": 2,
             "prior_encoder_num_wavenet_layers": 2, "posterior_encoder_num_wavenet_layers": 3,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1, 3]], "discriminator_periods": [2, 3],
             "discriminator_period_channels": [1, 8, 32], "discriminator_scale_channels": [1, 16, 64]}""";

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

    private static VitsConfig voice(int vocabSize) {
        try {
            return VitsConfig.parse(new ObjectMapper().readTree(VOICE.formatted(vocabSize)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the configuration is JSON", e);
        }
    }

    public static void main(String[] arguments) {
        System.exit(Main.commandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1) {
            throw new ParameterException(spec.commandLine(), "--kills must be at least 1, found " + kills);
        }
        Stack stack = options.stackWithFeedback(ChaosRun.FEEDBACK);
        if (stack.anyRuns()) {
            throw new CommandException(
                    "[%s] a stack runs here, and chaos would kill it; give it a folder of its own with --work"
                            .formatted(stack.work().path()));
        }
        PrintWriter out = spec.commandLine().getOut();
        ChaosReport.in(stack.work().path()).check();
        SampleData samples = new SampleData(stack.home().resolve("deploy/sample-data"));
        Path folder = stack.work().path().resolve("chaos").resolve(ModelReferences.unique("run"));
        String newVoice = SampleJob.newVoice(folder.resolve("new-voice"), Chaos::voice);
        SampleJob sample = new SampleJob(samples, newVoice, BATCH_UTTERANCES, MAX_UTTERANCES);
        try (Session session = Session.open(stack, out);
                ChaosRun run = new ChaosRun(stack, sample, folder, kills, seed, out)) {
            ChaosReport report = run.report();
            out.printf(
                    "%s: %s%n",
                    report.clean() ? "Nothing was lost" : "SOMETHING WAS LOST",
                    report.write(stack.work().path()));
            return report.clean() ? 0 : LOST;
        }
    }
}
