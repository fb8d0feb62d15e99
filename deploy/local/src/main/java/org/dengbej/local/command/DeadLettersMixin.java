package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dengbej.events.Topics;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which broker, and which of its topics. */
final class DeadLettersMixin {

    @Mixin
    StackMixin options;

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            description = "A broker elsewhere. Default: that of the stack in --work")
    String broker;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only what was put aside from this one. Default: every topic of the system")
    String topic;

    @Spec(Spec.Target.MIXEE)
    CommandSpec user;

    /** Does something with the broker's connection, starting the stack when it is wanted and not up. */
    <T> T withBroker(PrintWriter progress, Function<Map<String, Object>, T> action) {
        if (broker != null) {
            return action.apply(connection(broker));
        }
        Stack stack = options.stack(user);
        try (Session session = Session.open(stack, progress)) {
            return action.apply(connection(stack.bootstrapServers()));
        }
    }

    private static Map<String, Object> connection(String address) {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address);
    }

    /** From which records may have been put aside. */
    List<String> topics() {
        return topic == null ? Topics.names() : List.of(Topics.ofDeadLetter(topic));
    }
}
