package org.dengbej.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stops the stack; what it stored stays.", mixinStandardHelpOptions = true)
public final class Down implements Callable<Integer> {

    @Mixin
    StackMixin options;

    @Override
    public Integer call() {
        options.stack().stop();
        return 0;
    }
}
