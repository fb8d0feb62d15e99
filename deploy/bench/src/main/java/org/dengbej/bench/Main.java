package org.dengbej.bench;

import org.dengbej.bench.command.Compare;
import org.dengbej.local.CommandException;
import picocli.CommandLine;

/** The command line of {@code deploy/bench/run}. */
public final class Main {

    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof CommandException)) {
                        throw failure;
                    }
                    command.getErr().println(command.getColorScheme().errorText(failure.getMessage()));
                    return FAILED;
                })
                .execute(arguments));
    }
}
