package org.dengbej.local.command;

import java.util.concurrent.Callable;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Starts the stack and leaves it running.", mixinStandardHelpOptions = true)
public final class Up implements Callable<Integer> {

    @Mixin
    StackMixin options;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Stack stack = options.stack();
        stack.start();
        spec.commandLine()
                .getOut()
                .printf(
                        "The rating page: %s%nThe studio: %s/studio%nThe operators' key: %s%nKafka: %s%n",
                        stack.feedbackUrl(), stack.feedbackUrl(), stack.work().operatorKey(), stack.bootstrapServers());
        return 0;
    }
}
