package org.dengbej.local;

import org.dengbej.local.command.Cancel;
import org.dengbej.local.command.Conformance;
import org.dengbej.local.command.Convert;
import org.dengbej.local.command.DeadLetters;
import org.dengbej.local.command.Demo;
import org.dengbej.local.command.Dev;
import org.dengbej.local.command.Down;
import org.dengbej.local.command.Evaluate;
import org.dengbej.local.command.Jobs;
import org.dengbej.local.command.NewVoice;
import org.dengbej.local.command.Prepare;
import org.dengbej.local.command.Status;
import org.dengbej.local.command.Synthesize;
import org.dengbej.local.command.Train;
import org.dengbej.local.command.TrainFeedback;
import org.dengbej.local.command.Up;
import org.dengbej.local.command.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "dengbej",
        description = "Trains voices for languages that have almost no data.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Demo.class,
            Up.class,
            Down.class,
            Status.class,
            NewVoice.class,
            Prepare.class,
            Train.class,
            TrainFeedback.class,
            Jobs.class,
            Watch.class,
            Cancel.class,
            Synthesize.class,
            Evaluate.class,
            Convert.class,
            Conformance.class,
            DeadLetters.class,
            Dev.class
        })
public final class Main {

    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return commandLine(new Main());
    }

    /** A command line whose commands say in one line why they cannot go on. {@code main}: its first command. */
    public static CommandLine commandLine(Object main) {
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr()
                            .println(command.getColorScheme()
                                    .errorText(
                                            failure.getMessage() == null ? failure.toString() : failure.getMessage()));
                    if (Boolean.getBoolean("dengbej.debug")) {
                        failure.printStackTrace(command.getErr());
                    }
                    return FAILED;
                });
    }
}
