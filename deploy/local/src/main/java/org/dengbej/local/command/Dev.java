package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "dev",
        description = {
            "Starts the stack without one service, and runs that in Quarkus' dev mode with the stack's settings: an edit is live at the"
                    + " next request. q ends it.",
            "Needs the sources; ./mvnw brings the Maven (3.9) that dev mode wants, MAVEN_ARGS has further options of it. The registry"
                    + " lacks parts of the pinned Quarkus' dev mode (quarkus-devui-deployment, qute-debug), so that the service runs on"
                    + " the Quarkus of the profile dev-mode in pom.xml."
        },
        mixinStandardHelpOptions = true)
public final class Dev implements Callable<Integer> {

    /** The services that can be developed so. */
    enum Service {
        DATA_PREP(Stack.DATA_PREP),
        TRAINER(Stack.TRAINER),
        FEEDBACK(Stack.FEEDBACK);

        private final String module;

        Service(String module) {
            this.module = module;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    StackMixin options;

    @Parameters(paramLabel = "SERVICE", description = "${COMPLETION-CANDIDATES}")
    Service service;

    @Spec
    CommandSpec spec;

    private volatile boolean stoppedBySignal;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stack stack = options.stackWithout(service.module);
        PrintWriter out = spec.commandLine().getOut();
        Path maven = stack.home().resolve("mvnw");
        if (!Files.exists(maven)) {
            throw new CommandException(
                    "[%s] expected the sources with their mvnw, found none; dev mode works in a clone alone"
                            .formatted(maven));
        }
        stack.stopService(service.module);
        try (Session session = Session.open(stack, out)) {
            out.printf(
                    "%s in dev mode, on the Quarkus of pom.xml's profile dev-mode: %s%n",
                    service, stack.serviceUrl(service.module));
            out.flush();
            int status = awaitEnd(devMode(stack, maven));
            if (status != 0 && !stoppedBySignal) {
                throw new CommandException(
                        "Quarkus' dev mode ended with status %d; where Maven found an artifact of it missing, choose in pom.xml's profile dev-mode a Quarkus release that has it"
                                .formatted(status));
            }
            return 0;
        }
    }

    /** Maven starts the service in a process of its own, and neither ends with the command that is stopped by a signal. */
    private int awaitEnd(Process maven) throws InterruptedException {
        Thread onSignal = new Thread(() -> stop(maven), "stop-dev-mode");
        Runtime.getRuntime().addShutdownHook(onSignal);
        return maven.waitFor();
    }

    private void stop(Process maven) {
        stoppedBySignal = true;
        List<ProcessHandle> children = maven.descendants().toList();
        maven.destroy();
        children.forEach(ProcessHandle::destroy);
    }

    private Process devMode(Stack stack, Path maven) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(maven.toString(), "-ntp", "-Dquick", "-Pdev-mode", "-Dquarkus.analytics.disabled=true"));
        command.addAll(List.of("-f", stack.home().resolve("pom.xml").toString(), "-pl", service.module, "-am"));
        command.addAll(List.of("compile", "io.quarkus.platform:quarkus-maven-plugin:dev"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(stack.home().toFile()).inheritIO();
        // As variables, since Maven splits what it hands to the JVM at blanks.
        stack.settings(service.module)
                .forEach((name, value) -> builder.environment().put(variable(name), value));
        return builder.start();
    }

    /** MicroProfile Config's name of a setting in the environment. */
    static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
