package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dengbej.events.Topics;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the broker, and of its topics. */
final class DeadLettersMixin {

    @Mixin
    BrokerMixin broker;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only the dead letters of this one. Default: every topic of the system")
    String topic;

    @Spec(Spec.Target.MIXEE)
    CommandSpec user;

    /** Does something with the broker's connection, starting the stack when it is wanted and not up. */
    <T> T withBroker(PrintWriter progress, Function<Map<String, Object>, T> action) {
        if (broker.elsewhere()) {
            return action.apply(broker.connection());
        }
        Stack stack = broker.stack(user);
        try (Session session = Session.open(stack, progress)) {
            return action.apply(broker.connection());
        }
    }

    /** The topics whose dead letters are meant. */
    List<String> topics() {
        return topic == null ? Topics.names() : List.of(Topics.ofDeadLetter(topic));
    }
}
