package org.dengbej.local.command;

import java.nio.file.Path;
import java.util.Map;
import org.dengbej.local.stack.Stack;
import org.dengbej.local.stack.StackOptions;
import org.dengbej.local.stack.WorkFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that uses the stack. */
public final class StackMixin {

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "${user.home}/.dengbej",
            description = "Folder that keeps everything: data, logs, pid files. Default: ${DEFAULT-VALUE}")
    Path work;

    @Option(names = "--port", paramLabel = "PORT", description = "Of the rating page. Default: any that is free")
    Integer port;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "Where to train: auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    String device;

    @Spec(Spec.Target.MIXEE)
    CommandSpec user;

    public Stack stack() {
        return stack(user, null);
    }

    /** The stack without one of its services, which somebody else runs. */
    Stack stackWithout(String service) {
        return stack(user, service);
    }

    /** {@code command}: where these options belong to another group of options. */
    Stack stack(CommandSpec command) {
        return stack(command, null);
    }

    /** The stack, whose feedback service has these settings if it is not up yet. */
    public Stack stackWithFeedback(Map<String, String> settings) {
        return stack(user, null, settings);
    }

    private Stack stack(CommandSpec command, String without) {
        return stack(command, without, Map.of());
    }

    private Stack stack(CommandSpec command, String without, Map<String, String> feedback) {
        Path home = Path.of(System.getProperty("dengbej.home", "."));
        return new Stack(
                home.toAbsolutePath().normalize(),
                new WorkFolder(work),
                new StackOptions(port, device, "`%s`".formatted(command.qualifiedName()), without, feedback));
    }
}
