package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.dengbej.local.CommandException;
import org.dengbej.messaging.DeadLetter;
import org.dengbej.messaging.DeadLetterQueue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description =
                "Sends records again to the topic from which they came, each once, however often it is asked for. A batch that is"
                        + " replayed lies outside its data set's range: prepare the data set again instead.",
        mixinStandardHelpOptions = true)
public final class ReplayDeadLetters implements Callable<Integer> {

    /** The choice of one or all. */
    static final class Choice {

        @Option(
                names = "--offset",
                required = true,
                paramLabel = "N",
                description = "The one at this offset of the dead-letter topic, as list shows it; needs --topic")
        Long offset;

        @Option(names = "--all", required = true, description = "All that were not replayed yet")
        boolean all;
    }

    @Mixin
    DeadLettersMixin where;

    @ArgGroup(multiplicity = "1")
    Choice choice;

    @Option(names = "--dry-run", description = "Only show what would be replayed")
    boolean dryRun;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        if (choice.offset != null && where.topic == null) {
            throw new ParameterException(spec.commandLine(), "--offset needs --topic: every topic has such an offset");
        }
        PrintWriter out = spec.commandLine().getOut();
        int count = where.withBroker(spec.commandLine().getErr(), connection -> replay(connection, out));
        out.printf(dryRun ? "Would be replayed: %d%n" : "Replayed: %d%n", count);
        out.flush();
        return 0;
    }

    private int replay(Map<String, Object> connection, PrintWriter out) {
        AtomicInteger count = new AtomicInteger();
        for (String topic : where.topics()) {
            try (DeadLetterQueue queue = new DeadLetterQueue(connection, topic)) {
                List<DeadLetter> letters = queue.letters();
                if (choice.offset != null && letters.stream().noneMatch(this::wanted)) {
                    throw new CommandException(
                            "[%s] expected a dead letter at offset %d, found none; list shows those that there are"
                                    .formatted(topic, choice.offset));
                }
                if (dryRun) {
                    letters.stream()
                            .filter(letter -> wanted(letter) && letter.complete() && !letter.replayed())
                            .forEach(letter -> tell(letter, count, out));
                } else {
                    queue.replay(this::wanted, letter -> tell(letter, count, out));
                }
            }
        }
        return count.get();
    }

    private boolean wanted(DeadLetter letter) {
        return choice.all || letter.offset() == choice.offset;
    }

    private static void tell(DeadLetter letter, AtomicInteger count, PrintWriter out) {
        count.incrementAndGet();
        out.println(ListDeadLetters.line(letter));
        out.flush();
    }
}
