package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Says which parts run, and where. Ends with 0 when all of them do.",
        mixinStandardHelpOptions = true)
public final class Status implements Callable<Integer> {

    @Mixin
    StackMixin options;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Stack stack = options.stack();
        PrintWriter out = spec.commandLine().getOut();
        stack.status().forEach((name, state) -> out.printf("%-18s %s%n", name, state));
        return stack.up() ? 0 : 1;
    }
}
