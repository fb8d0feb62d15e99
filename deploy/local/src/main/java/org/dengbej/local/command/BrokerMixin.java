package org.dengbej.local.command;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a command that asks a broker: the stack's, or one elsewhere. */
final class BrokerMixin {

    @Mixin
    StackMixin options;

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            description = "A broker elsewhere. Default: that of the stack in --work")
    String address;

    Stack stack() {
        return options.stack();
    }

    /** {@code user}: the command, where these options belong to another group of options. */
    Stack stack(CommandSpec user) {
        return options.stack(user);
    }

    boolean elsewhere() {
        return address != null;
    }

    /** The settings with which a Kafka client reaches the broker. */
    Map<String, Object> connection() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, elsewhere() ? address : stack().bootstrapServers());
    }

    /** The same of a stack that must run already: who only looks starts none, since its jobs would be resumed. */
    Map<String, Object> runningConnection() {
        if (!elsewhere() && !stack().up()) {
            throw new CommandException(
                    "[%s] expected a running stack, found none; start it with `dengbej up`, or name a broker with --broker"
                            .formatted(stack().work().path()));
        }
        return connection();
    }
}
